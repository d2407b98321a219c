package dev.samovar.client;

import org.jspecify.annotations.Nullable;

/** A write without an outcome. */
final class PendingWrite {
    final String txId;
    final byte[] frame;
    final WriteListener listener;

    /** How many sockets it was sent on that may have carried it to the object. */
    int sockets;

    /** Whether an answer is to be expected on the socket there is. */
    boolean isUnderWay;

    private Timers.@Nullable Timer answerTimer;
    private Timers.@Nullable Timer holdTimer;

    PendingWrite(String txId, byte[] frame, WriteListener listener) {
        this.txId = txId;
        this.frame = frame;
        this.listener = listener;
    }

    void startAnswerTimer(Timers timers, int delayMillis, Runnable task) {
        if (delayMillis > 0) {
            answerTimer = timers.start(delayMillis, task);
        }
    }

    /** Runs on over a reconnect and is not started anew by a second drop, or a bad network could hold it for ever. */
    void startHoldTimer(Timers timers, int delayMillis, Runnable task) {
        if (delayMillis > 0 && holdTimer == null) {
            holdTimer = timers.start(delayMillis, task);
        }
    }

    /** No answer is to be expected for now. */
    void rest() {
        isUnderWay = false;
        if (answerTimer != null) {
            answerTimer.cancel();
            answerTimer = null;
        }
    }

    void end() {
        rest();
        if (holdTimer != null) {
            holdTimer.cancel();
            holdTimer = null;
        }
    }
}
