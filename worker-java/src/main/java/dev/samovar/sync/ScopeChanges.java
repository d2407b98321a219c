package dev.samovar.sync;

import dev.samovar.protocol.Position;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Changes of what users may see. Connected users get their new rows with the commit that changed it, before they are
 * told of anything else. For those who are away the position is kept: who comes back from before it starts anew.
 */
final class ScopeChanges<C> {
    /** A subject is never empty. */
    private static final String EVERYONE = "";

    private final SqlStorage sql;
    private final ChangeLog log;
    private final Sessions<C> sessions;
    private final Set<String> followed;
    private final Set<String> pending = new HashSet<>();

    /** @param followed tables whose every change may change what anybody sees */
    ScopeChanges(SqlStorage sql, ChangeLog log, Sessions<C> sessions, Set<String> followed) {
        this.sql = sql;
        this.log = log;
        this.sessions = sessions;
        this.followed = followed;
    }

    /** What everybody may see has changed. Part of the transaction that is open. */
    void ofEveryone() {
        of(EVERYONE);
    }

    void of(String subject) {
        pending.add(subject);
        sql.exec("DELETE FROM _sync_scopes WHERE seq < ?", log.floor().number());
        sql.exec(
                "INSERT OR REPLACE INTO _sync_scopes (subject, seq) VALUES (?, ?)",
                subject,
                log.head().number());
        log.mark();
    }

    /** Whether {@link #note} is to see every line. */
    boolean isFollowing() {
        return !followed.isEmpty();
    }

    /** Looks whether any of these lines is of a followed table. */
    void note(List<LogEntry> entries) {
        if (followed.isEmpty()) {
            return;
        }
        for (LogEntry entry : entries) {
            if (followed.contains(entry.table())) {
                pending.add(EVERYONE);
                return;
            }
        }
    }

    /** Whether nobody may be told anything before {@link #apply}. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    void apply(Consumer<Session<C>> rescope) {
        Set<String> subjects = new HashSet<>(pending);
        pending.clear();
        for (Session<C> session : new ArrayList<>(sessions.all())) {
            if (subjects.contains(EVERYONE) || subjects.contains(session.identity())) {
                rescope.accept(session);
            }
        }
    }

    /** Whether a user may have seen other rows at a position. */
    boolean hasChangedSince(String subject, Position since) {
        if (sql.exec("SELECT 1 FROM _sync_scopes WHERE subject IN (?, '') AND seq >= ?", subject, since.number())
                .next()) {
            return true;
        }
        for (String table : followed) {
            if (sql.exec("SELECT 1 FROM _sync_changes WHERE seq > ? AND tbl = ? LIMIT 1", since.number(), table)
                    .next()) {
                return true;
            }
        }
        return false;
    }
}
