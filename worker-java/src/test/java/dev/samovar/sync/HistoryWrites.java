package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ErrorCode;
import dev.samovar.testkit.WriteOutcome;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Every write of the clients of a random history, what they were told of it, and how often it may have happened. */
final class HistoryWrites {
    /** Longer than this ago, a write that is repeated may be carried out again. */
    private static final long SURELY_KNOWN_MILLIS = SyncLimits.RECEIPT_RETENTION_MILLIS - 3_600_000;

    /** How often a write may happen that was told to be done. */
    enum Promise {
        ONCE,
        /** A command that waits in the middle is in no transaction. */
        AT_LEAST_ONCE
    }

    /** One write, sent once or several times. */
    static final class Write {
        private final HistoryMember member;
        private final List<String> tokens;
        private final Promise promise;
        private final long sentMillis;
        /** Of the storage as it is: what was told before an older copy was restored does not count. */
        private final List<WriteOutcome> outcomes = new ArrayList<>();

        private boolean mayBeLost;
        private boolean isForgotten;

        private Write(HistoryMember member, List<String> tokens, Promise promise, long sentMillis) {
            this.member = member;
            this.tokens = tokens;
            this.promise = promise;
            this.sentMillis = sentMillis;
        }

        private boolean isCommitted() {
            return outcomes.stream().anyMatch(WriteOutcome::isCommitted);
        }

        private boolean isPending() {
            return outcomes.stream().anyMatch(WriteOutcome::isPending);
        }

        /** The last thing its client was told is to try again. */
        private boolean isToRepeat() {
            if (outcomes.isEmpty() || isCommitted()) {
                return false;
            }
            WriteOutcome last = outcomes.get(outcomes.size() - 1);
            String told = last.isRejected() ? last.rejection().code() : null;
            ErrorCode code = told == null ? null : ErrorCode.parse(told);
            return code != null && code.action() == ErrorCode.Action.RETRY;
        }

        private void repeat() {
            outcomes.add(member.client.repeat(outcomes.get(0)));
        }

        @Override
        public String toString() {
            return tokens + " of " + member + ": " + outcomes + (mayBeLost ? ", may be lost" : "");
        }
    }

    /** What was known of the writes when a copy of the storage was made. */
    record Known(Set<Write> committed) {}

    private final List<Write> writes = new ArrayList<>();
    private long passedMillis;

    /** @param tokens of each of its operations */
    void add(HistoryMember member, List<String> tokens, Promise promise, WriteOutcome outcome) {
        Write write = new Write(member, tokens, promise, passedMillis);
        write.outcomes.add(outcome);
        writes.add(write);
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    /** Sends a write again that its client still may send again. */
    void repeat(int which) {
        Write write = writes.get(which % writes.size());
        if (!write.outcomes.isEmpty() && !isOld(write) && write.member.isConnected()) {
            write.repeat();
        }
    }

    private boolean isOld(Write write) {
        return passedMillis - write.sentMillis >= SURELY_KNOWN_MILLIS;
    }

    /** The clock goes forward, before it does. */
    void passes(long millis) {
        passedMillis += millis;
        for (Write write : writes) {
            write.isForgotten |= isOld(write) && (write.isPending() || write.isToRepeat());
        }
    }

    Known known() {
        Set<Write> committed = new HashSet<>();
        writes.stream().filter(Write::isCommitted).forEach(committed::add);
        return new Known(committed);
    }

    /** The storage is what it was when this was known. */
    void restored(Known known) {
        for (Write write : writes) {
            if (!known.committed.contains(write)) {
                write.mayBeLost = true;
                write.outcomes.removeIf(outcome -> !outcome.isPending());
            }
        }
    }

    /** Sends again what the object has asked to be sent again. */
    void repeatWhatIsToRepeat() {
        for (Write write : writes) {
            if (write.isToRepeat()) {
                write.repeat();
            }
        }
    }

    boolean isAnyPending(HistoryMember member) {
        return writes.stream().anyMatch(write -> write.member == member && write.isPending());
    }

    /** All were answered, and happened as often as the answers say. */
    void check(SqlStorage sql) {
        Map<String, Long> tally = new HashMap<>();
        for (var row : sql.exec("SELECT token, times FROM tally").toList()) {
            tally.put(
                    (String) Objects.requireNonNull(row.get(0)),
                    ((Double) Objects.requireNonNull(row.get(1))).longValue());
        }
        for (Write write : writes) {
            for (String token : write.tokens) {
                check(write, tally.getOrDefault(token, 0L));
            }
        }
    }

    private static void check(Write write, long times) {
        assertThat(write.isPending() || write.isToRepeat())
                .as("unanswered: %s", write)
                .isFalse();
        if (write.isForgotten) {
            return;
        }
        long most = write.promise == Promise.ONCE ? 1 : Long.MAX_VALUE;
        if (write.isCommitted()) {
            assertThat(times).as("times of %s", write).isBetween(1L, most);
        } else if (write.mayBeLost) {
            assertThat(times).as("times of %s", write).isBetween(0L, most);
        } else if (write.promise == Promise.ONCE) {
            assertThat(times).as("times of %s", write).isZero();
        }
    }
}
