package dev.samovar.testkit;

import dev.samovar.workers.Callback;
import dev.samovar.workers.Request;
import dev.samovar.workers.Response;
import dev.samovar.workers.WebSocket;
import java.util.function.Consumer;

/** Something that happens to an object. */
sealed interface ObjectEvent {
    /** Calls the object's handler, in a coroutine. May wait and throw. */
    void run(ObjectInstance instance);

    /** The handler threw, or the object could not be built. */
    default void failed(DurableObjectHost<?> host, Throwable error) {
        host.uncaught(error);
    }

    /** Whether the instance is the one the event is meant for: all but timers are for any. */
    default boolean isFor(ObjectInstance instance) {
        return true;
    }

    record Fetch(Request request, Deferred<Response> answer) implements ObjectEvent {
        @Override
        public void run(ObjectInstance instance) {
            instance.expectsAnswer(answer);
            Response response = instance.object().fetch(request);
            instance.output(() -> instance.answer(answer, response));
        }

        @Override
        public void failed(DurableObjectHost<?> host, Throwable error) {
            host.fail(answer, error);
        }
    }

    /** Code of the test that runs inside the object. */
    record Call(Consumer<ObjectInstance> code, Deferred<Boolean> done) implements ObjectEvent {
        @Override
        public void run(ObjectInstance instance) {
            instance.expectsAnswer(done);
            code.accept(instance);
            instance.output(() -> instance.answer(done, true));
        }

        @Override
        public void failed(DurableObjectHost<?> host, Throwable error) {
            host.fail(done, error);
        }
    }

    record SocketMessage(SocketLink link, Message message) implements ObjectEvent {
        @Override
        public void run(ObjectInstance instance) {
            if (link.state() == WebSocket.CLOSED) {
                return;
            }
            ServerSocket socket = instance.socket(link);
            if (message.isText()) {
                instance.object().webSocketMessage(socket, message.text());
            } else {
                instance.object().webSocketMessage(socket, message.bytes());
            }
        }
    }

    record SocketClose(SocketLink link, int code, String reason, boolean wasClean) implements ObjectEvent {
        @Override
        public void run(ObjectInstance instance) {
            ServerSocket socket = instance.socket(link);
            instance.start(() -> instance.object().webSocketClose(socket, code, reason, wasClean));
            if (link.client().readyState() == WebSocket.CLOSING) {
                socket.echo(code, reason);
            } else {
                link.closed();
            }
            instance.forget(link);
        }
    }

    record SocketError(SocketLink link, Throwable error) implements ObjectEvent {
        @Override
        public void run(ObjectInstance instance) {
            instance.start(() -> instance.object().webSocketError(instance.socket(link), error));
            instance.forget(link);
        }
    }

    record Alarm(AlarmSlot slot) implements ObjectEvent {
        @Override
        public void run(ObjectInstance instance) {
            slot.run(instance);
        }

        @Override
        public void failed(DurableObjectHost<?> host, Throwable error) {
            slot.failed();
            host.uncaught(error);
        }
    }

    record Timer(ObjectInstance owner, Callback callback) implements ObjectEvent {
        @Override
        public void run(ObjectInstance instance) {
            Coroutine.require("run a timer")
                    .mustNotWait("in a timer's callback. Start a task with waitUntil(...).", callback::run);
        }

        @Override
        public boolean isFor(ObjectInstance instance) {
            return instance == owner;
        }
    }
}
