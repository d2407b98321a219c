package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Value;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.WebSockets;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds at the end of a random history, when no fault comes any more. */
final class HistoryChecks {
    private static final Duration HEARTBEAT = Duration.ofMillis(SyncLimits.HEARTBEAT_MILLIS);
    private static final Duration TICK = Duration.ofMillis(SyncLimits.TICK_MILLIS);

    private final HistoryWorld world;
    private final SqlStorage sql;

    HistoryChecks(HistoryWorld world) {
        this.world = world;
        this.sql = world.host.sql();
    }

    /** Waits until everybody is back and was answered, then looks. */
    void quiet() {
        world.host.crash(HistoryFaults.NEVER, WebSockets.CLOSE);
        world.openGates();
        for (int round = 0; round < 2; round++) {
            world.members.forEach(HistoryMember::comesBack);
            world.host.run(room -> room.write(() -> "nothing"));
            world.host.clock().advance(round == 0 ? TICK : HEARTBEAT);
        }
        for (HistoryMember member : world.members) {
            if (world.writes.isAnyPending(member) || !member.isCaughtUp()) {
                assertThat(world.mayLoseFrames)
                        .as("%s waits in vain for an answer", member)
                        .isTrue();
                member.client.reconnect();
            }
        }
        world.writes.repeatWhatIsToRepeat();
        world.host.clock().advance(TICK);
        world.members.forEach(this::checkViews);
        world.writes.check(sql);
        world.knowledge.check();
        assertThat(sql.exec("PRAGMA quick_check").one().getString(0)).isEqualTo("ok");
        checkStorage();
    }

    private void checkViews(HistoryMember member) {
        for (HistoryView view : member.views) {
            List<Value.Map> expected = expected(member, view);
            String what = member + ", " + view;
            assertThat(view.rows().isCaughtUp()).as("%s is caught up", what).isTrue();
            if (view.window() == null) {
                assertThat(view.rows().rows().values()).as(what).containsExactlyInAnyOrderElementsOf(expected);
            } else {
                assertThat(view.rows().ordered()).as(what).isEqualTo(expected);
            }
        }
    }

    private record Row(HistoryPost post, Value.Map seen) {}

    private List<Value.Map> expected(HistoryMember member, HistoryView view) {
        SqlCursor cursor = sql.exec("SELECT * FROM " + view.table());
        List<String> names = cursor.columnNames();
        List<Row> rows = new ArrayList<>();
        for (List<@Nullable Object> stored : cursor.toList()) {
            HistoryPost post = post(names, stored);
            if (view.filter().includes().test(post) && world.knowledge.maySee(member, post)) {
                rows.add(new Row(post, HistoryPost.seen(names, stored, member.profile == Profile.SAMOVAR_1)));
            }
        }
        HistoryView.Window window = view.window();
        if (window != null) {
            rows.sort(order(window));
            int from = Math.min(window.offset(), rows.size());
            rows = rows.subList(from, Math.min(from + window.limit(), rows.size()));
        }
        return rows.stream().map(Row::seen).toList();
    }

    private static HistoryPost post(List<String> names, List<@Nullable Object> stored) {
        Double stars = (Double) stored.get(names.indexOf("stars"));
        return new HistoryPost(
                (String) Objects.requireNonNull(stored.get(names.indexOf("id"))),
                (String) Objects.requireNonNull(stored.get(names.indexOf("box"))),
                stars == null ? null : stars.longValue(),
                Objects.equals(stored.get(names.indexOf("done")), 1.0),
                (String) Objects.requireNonNull(stored.get(names.indexOf("val"))));
    }

    private static Comparator<Row> order(HistoryView.Window window) {
        Comparator<Long> byStars = Comparator.naturalOrder();
        if (window.isDescending()) {
            byStars = byStars.reversed();
        }
        byStars = window.isNullLast() ? Comparator.nullsLast(byStars) : Comparator.nullsFirst(byStars);
        return Comparator.comparing((Row row) -> row.post.stars(), byStars).thenComparing(row -> row.post.id());
    }

    private void checkStorage() {
        assertThat(count("SELECT COUNT(*) FROM _sync_subscriptions"))
                .as("subscriptions kept")
                .isEqualTo(world.members.stream()
                        .mapToLong(member -> member.views.size())
                        .sum());
    }

    private long count(String query) {
        return sql.exec(query).one().getLong(0);
    }
}
