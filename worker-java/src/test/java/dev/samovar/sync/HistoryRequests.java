package dev.samovar.sync;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.testkit.Gate;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the clients of a random history ask of the object. */
final class HistoryRequests {
    private static final int MAX_VIEWS = 3;

    private final HistoryWorld world;
    /** What was asked to be deleted by whom: not a second time, so that each deletion is of one write. */
    private final Set<String> deletions = new HashSet<>();

    HistoryRequests(HistoryWorld world) {
        this.world = world;
    }

    void insert(HistoryMember member) {
        HistoryPost post = world.post(world.newKey());
        String table = world.table();
        if (did(member, "inserts into " + table + " " + post)) {
            String token = token(post.val());
            add(member, token, member.client.insert(table, post.id(), post.columns()));
        }
    }

    void update(HistoryMember member) {
        HistoryPost post = world.post(world.oldKey());
        String table = world.table();
        if (did(member, "updates " + table + " " + post)) {
            member.names(post.id());
            String token = token(post.val());
            add(member, token, member.client.update(table, post.id(), post.columns()));
        }
    }

    void delete(HistoryMember member) {
        String key = world.oldKey();
        String table = world.table();
        String token = key + " by " + member.user;
        if (deletions.add(token) && did(member, "deletes from " + table + " " + key)) {
            member.names(key);
            add(member, token, member.client.delete(table, key));
        }
    }

    /** One mutation of several operations; all happen or none. */
    void several(HistoryMember member) {
        List<HistoryPost> posts = new ArrayList<>();
        for (int i = world.random.nextInt(3); i >= 0; i--) {
            posts.add(world.post(world.random.nextInt(3) > 0 ? world.newKey() : world.oldKey()));
        }
        String table = world.table();
        if (!did(member, "puts at once into " + table + " " + posts)) {
            return;
        }
        List<MutationOp> ops = new ArrayList<>();
        for (HistoryPost post : posts) {
            boolean isNew = world.random.nextInt(4) > 0;
            if (!isNew) {
                member.names(post.id());
            }
            ops.add(post.op(isNew ? Operation.INSERT : Operation.UPDATE));
        }
        WriteOutcome outcome = member.client.mutate(table, ops.toArray(new MutationOp[0]));
        world.writes.add(member, posts.stream().map(HistoryPost::val).toList(), HistoryWrites.Promise.ONCE, outcome);
    }

    /** Writes that follow each other so closely that the object answers the last of them together, in a moment. */
    void burst(HistoryMember member) {
        String table = world.table();
        if (!did(member, "writes a burst into " + table)) {
            return;
        }
        for (int i = 0;
                i < SyncLimits.BURST_MESSAGES + 3 && member.client.socket().isOpen();
                i++) {
            if (i == 1) {
                world.pass(Duration.ofMillis(1));
            }
            HistoryPost post = world.post(world.newKey());
            add(member, post.val(), member.client.insert(table, post.id(), post.columns()));
        }
        world.isAnswerOwed = true;
    }

    void call(HistoryMember member) {
        String command = world.any(List.of("count", "late", "work", "sweep"));
        String token = world.newName(HistoryKnowledge.VALUE);
        if (did(member, "calls " + command + " " + token)) {
            member.names(token);
            token(token);
            HistoryWrites.Promise promise =
                    command.equals("work") ? HistoryWrites.Promise.AT_LEAST_ONCE : HistoryWrites.Promise.ONCE;
            world.writes.add(member, List.of(token), promise, member.client.call(command, token));
        }
    }

    void repeat() {
        if (!world.writes.isEmpty()) {
            world.tell("a write is repeated");
            world.writes.repeat(world.random.nextInt(1000));
        }
    }

    void subscribe(HistoryMember member) {
        HistoryView.Window window = member.profile == Profile.SAMOVAR_1 && world.random.nextInt(3) == 0
                ? new HistoryView.Window(
                        world.random.nextBoolean(),
                        world.random.nextBoolean(),
                        1 + world.random.nextInt(4),
                        world.random.nextInt(3))
                : null;
        String table = world.table();
        HistoryFilter filter = HistoryFilter.random(world.random);
        if (member.views.size() < MAX_VIEWS && did(member, "subscribes to " + table + " " + filter + " " + window)) {
            world.knowledge.settle();
            world.knowledge.asks(member, table, filter);
            // The object may die of it: then the client still wants it, and asks again.
            var rows = member.client.subscribe(HistoryView.selection(table, filter, window, member.profile));
            member.views.add(new HistoryView(table, filter, window, rows));
        }
    }

    void unsubscribe(HistoryMember member) {
        if (member.views.isEmpty()) {
            return;
        }
        HistoryView view = world.any(member.views);
        if (did(member, "unsubscribes " + view)) {
            world.knowledge.settle();
            member.views.remove(view);
            member.client.unsubscribe(view.rows());
        }
    }

    void fetch(HistoryMember member) {
        String table = world.table();
        HistoryFilter filter = HistoryFilter.random(world.random);
        if (did(member, "fetches " + table + " where " + filter)) {
            world.knowledge.settle();
            world.knowledge.asks(member, table, filter);
            member.client.fetch(HistoryView.selection(table, filter, null, member.profile));
        }
    }

    // What they have in common.

    private boolean did(HistoryMember member, String what) {
        world.tell(member + " " + what);
        return member.isConnected();
    }

    private void add(HistoryMember member, String token, WriteOutcome outcome) {
        world.writes.add(member, List.of(token), HistoryWrites.Promise.ONCE, outcome);
    }

    /** A few writes wait to be let through. */
    private String token(String token) {
        if (world.random.nextInt(8) == 0) {
            world.tell("  " + token + " waits");
            world.script.gates.put(token, new Gate());
        }
        return token;
    }
}
