package dev.samovar.sync;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.query.QueryException;
import dev.samovar.workers.Console;

/** What a client is told of a request that came to no good. */
final class Failures {
    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    /**
     * The refusal that an exception is. One that was not meant for the client goes to the log instead.
     *
     * @param what was asked for
     */
    Refusal refusal(RuntimeException failure, String what) {
        if (failure instanceof RejectedException rejected) {
            return rejected.refusal();
        }
        if (failure instanceof QueryException refused) {
            return refused.refusal();
        }
        return unexpected(failure, what);
    }

    /** As {@link #refusal}, of any exception. */
    Refusal unexpected(RuntimeException failure, String what) {
        console.error("A " + what + " failed. Its client is told no more than that.", failure);
        return Refusal.of(ErrorCode.EXECUTE_FAILED, what + " failed");
    }
}
