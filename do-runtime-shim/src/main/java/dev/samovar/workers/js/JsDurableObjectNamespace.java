package dev.samovar.workers.js;

import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.DurableObjectNamespace;
import dev.samovar.workers.DurableObjectStub;
import org.teavm.jso.JSObject;

/** A binding of {@code [[durable_objects.bindings]]}. */
final class JsDurableObjectNamespace implements DurableObjectNamespace {
    interface NativeNamespace extends JSObject {
        JSObject idFromName(String name);

        JSObject get(JSObject id);
    }

    private final Coroutines coroutines;
    private final NativeNamespace namespace;

    JsDurableObjectNamespace(Coroutines coroutines, JSObject namespace) {
        this.coroutines = coroutines;
        this.namespace = (NativeNamespace) namespace;
    }

    @Override
    public DurableObjectId idFromName(String name) {
        try {
            return new JsDurableObjectId(namespace.idFromName(name));
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public DurableObjectStub get(DurableObjectId id) {
        if (!(id instanceof JsDurableObjectId jsId)) {
            throw new IllegalArgumentException(
                    "The id " + id.toString() + " was not made by this runtime. Use idFromName.");
        }
        try {
            return new JsDurableObjectStub(coroutines, namespace.get(jsId.js()), jsId);
        } catch (Throwable thrown) {
            throw Errors.caught(thrown);
        }
    }

    @Override
    public DurableObjectStub getByName(String name) {
        return get(idFromName(name));
    }
}
