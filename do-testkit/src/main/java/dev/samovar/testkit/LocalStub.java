package dev.samovar.testkit;

import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.DurableObjectStub;
import dev.samovar.workers.PlatformException;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;

/** A stub that reaches a host of the same runtime. */
final class LocalStub implements DurableObjectStub {
    private final DurableObjectId id;
    private final DurableObjectHost<?> host;
    private boolean isBroken;

    LocalStub(DurableObjectId id, DurableObjectHost<?> host) {
        this.id = id;
        this.host = host;
    }

    @Override
    public DurableObjectId id() {
        return id;
    }

    @Override
    public Response fetch(Request request) {
        if (isBroken) {
            throw new PlatformException(
                    "Error", "An earlier call of this stub has failed. Take a new stub for each try.", null, null);
        }
        Coroutine.yieldToOthers();
        Deferred<Response> answer = host.startFetch(request);
        try {
            return Coroutine.current() == null ? answer.get() : answer.await();
        } catch (ObjectGone callerGone) {
            throw callerGone;
        } catch (RuntimeException | Error error) {
            isBroken = true;
            throw remote(error);
        }
    }

    /** Of a Java exception only name, message and cause reach the caller, as an error of the runtime. */
    private static PlatformException remote(Throwable error) {
        return error instanceof PlatformException platform
                ? platform
                : new PlatformException(error.getClass().getName(), String.valueOf(error.getMessage()), null, error);
    }
}
