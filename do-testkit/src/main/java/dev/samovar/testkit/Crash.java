package dev.samovar.testkit;

/** A death that was ordered with {@link DurableObjectHost#crash}. */
public final class Crash {
    private final CrashPoint point;
    private final WebSockets webSockets;
    private int left;

    Crash(CrashPoint point, WebSockets webSockets) {
        this.point = point;
        this.webSockets = webSockets;
        this.left = point.count();
    }

    /** Whether the point was reached. False at the end of a test means that its loop over crash points is done. */
    public boolean hasHappened() {
        return left == 0;
    }

    /** Counts one moment; whether the object dies at it. */
    boolean isAt(CrashPoint.Moment moment) {
        return point.moment() == moment && left > 0 && --left == 0;
    }

    WebSockets webSockets() {
        return webSockets;
    }

    @Override
    public String toString() {
        return "crash " + point;
    }
}
