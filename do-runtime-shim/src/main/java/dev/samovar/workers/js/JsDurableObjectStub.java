package dev.samovar.workers.js;

import dev.samovar.workers.DurableObjectId;
import dev.samovar.workers.DurableObjectStub;
import org.teavm.jso.JSObject;

/** A stub of one object. */
final class JsDurableObjectStub extends JsFetcher implements DurableObjectStub {
    private final DurableObjectId id;

    JsDurableObjectStub(Coroutines coroutines, JSObject stub, DurableObjectId id) {
        super(coroutines, stub);
        this.id = id;
    }

    @Override
    public DurableObjectId id() {
        return id;
    }
}
