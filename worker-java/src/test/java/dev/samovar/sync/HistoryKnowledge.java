package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each client of a random history may have been shown: every state that any row had while the client asked for it
 * and was allowed to see it. Between two calls of {@link #settle} nobody's questions and nobody's rights change.
 *
 * <p>An object that wakes up tells what may not have been told, from the last tick on: also to a subscription that is
 * younger than a part of that. So states are forgotten when a tick has passed.
 */
final class HistoryKnowledge {
    /** Keys and values begin like this, have this length, and appear in no other place. */
    static final String KEY = "key~";

    static final String VALUE = "val~";
    private static final int LENGTH = 10;

    private record Question(HistoryMember member, String table, HistoryFilter filter) {}

    private record State(String table, HistoryPost post) {}

    private final SqlStorage sql;
    private final List<HistoryMember> members;
    private final List<Question> questions = new ArrayList<>();
    private final Set<String> rights = new HashSet<>();
    private final Set<State> states = new HashSet<>();

    HistoryKnowledge(SqlStorage sql, List<HistoryMember> members) {
        this.sql = sql;
        this.members = members;
    }

    /** The n-th name of a kind. */
    static String name(String kind, int n) {
        String digits = String.valueOf(n);
        return kind + "0".repeat(LENGTH - kind.length() - digits.length()) + digits;
    }

    /** A client is about to ask for rows. {@link #settle} was called before. */
    void asks(HistoryMember member, String table, HistoryFilter filter) {
        questions.add(new Question(member, table, filter));
    }

    /** Called before anything changes of what clients ask for or may see, and again once it has changed. */
    void settle() {
        if (!isThere()) {
            states.clear();
            rights.clear();
            return;
        }
        for (var row :
                sql.exec("SELECT id, box, stars, done, val, tbl FROM diary").toList()) {
            states.add(new State((String) Objects.requireNonNull(row.get(5)), post(row)));
        }
        sql.exec("DELETE FROM diary");
        for (Question question : questions) {
            for (State state : states) {
                if (state.table.equals(question.table)
                        && question.filter.includes().test(state.post)
                        && maySee(question.member, state.post)) {
                    question.member.mayKnow.add(state.post.id());
                    question.member.mayKnow.add(state.post.val());
                }
            }
        }
        begin();
    }

    /**
     * An object whose storage was wiped, and that has died since before it made its tables, has told nobody anything,
     * and nobody has a right left.
     */
    private boolean isThere() {
        return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'diary'").next();
    }

    /** What is told from now on is told of what happens from now on. */
    void ticks() {
        settle();
        states.clear();
        begin();
    }

    private void begin() {
        if (!isThere()) {
            return;
        }
        HistoryRoom.TABLES.forEach(table -> posts(table).forEach(post -> states.add(new State(table, post))));
        questions.clear();
        members.forEach(member ->
                member.views.forEach(view -> questions.add(new Question(member, view.table(), view.filter()))));
        rights.clear();
        for (var row : sql.exec("SELECT user || ' ' || box FROM members").toList()) {
            rights.add((String) Objects.requireNonNull(row.get(0)));
        }
    }

    /** Whether somebody may see a row, as things are. */
    boolean maySee(HistoryMember member, HistoryPost post) {
        return member.user.equals(HistoryRoom.ROOT)
                || (rights.contains(member.user + " " + post.box())
                        && !(member.user.equals(HistoryRoom.CAROL) && post.done()));
    }

    /** The rows of a table. */
    List<HistoryPost> posts(String table) {
        List<HistoryPost> posts = new ArrayList<>();
        sql.exec("SELECT id, box, stars, done, val FROM " + table).toList().forEach(row -> posts.add(post(row)));
        return posts;
    }

    private static HistoryPost post(List<@Nullable Object> row) {
        Double stars = (Double) row.get(2);
        return new HistoryPost(
                (String) Objects.requireNonNull(row.get(0)),
                (String) Objects.requireNonNull(row.get(1)),
                stars == null ? null : stars.longValue(),
                Objects.equals(row.get(3), 1.0),
                (String) Objects.requireNonNull(row.get(4)));
    }

    /** Nobody has got a key or a value of a row in a state that they had not asked for or may not see. */
    void check() {
        settle();
        for (HistoryMember member : members) {
            Set<String> known = new HashSet<>(member.client.received().texts(KEY, LENGTH));
            known.addAll(member.client.received().texts(VALUE, LENGTH));
            known.removeAll(member.mayKnow);
            assertThat(known)
                    .as("keys and values that %s must not know", member)
                    .isEmpty();
        }
    }
}
