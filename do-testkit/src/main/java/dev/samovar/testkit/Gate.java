package dev.samovar.testkit;

/** A door that is shut until the test opens it. Stays open. */
public final class Gate {
    private final Deferred<Boolean> opened = new Deferred<>();

    /** Goes on when the gate is open; called by the code of an event. */
    public void await() {
        opened.await();
    }

    /** Opens it; returns when the code that waited has ended or waits again. */
    public void open() {
        if (!opened.isDone()) {
            opened.complete(true);
        }
    }

    public boolean isOpen() {
        return opened.isDone();
    }

    /** Whether code of an event stands before it now. */
    public boolean isAwaited() {
        return opened.isAwaited();
    }
}
