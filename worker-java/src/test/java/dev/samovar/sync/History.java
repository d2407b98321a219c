package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Operation;
import dev.samovar.testkit.Crash;
import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.Gate;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.StorageCopy;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import dev.samovar.testkit.WriteOutcome;
import dev.samovar.workers.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One random history, its faults and its quiet end. */
final class History implements AutoCloseable {
    private static final long MARGIN_MILLIS = 10_000;
    private static final int STEPS = 24;
    private static final List<String> USERS = List.of(HistoryRoom.ROOT, "bob", HistoryRoom.CAROL);
    private static final int MAX_CLIENTS = 3;
    private static final int MAX_VIEWS = 3;
    private static final int MAX_STARS = 4;

    static final CrashPoint NEVER = CrashPoint.beforeStatement(Integer.MAX_VALUE);

    private record Copy(StorageCopy storage, HistoryWrites.Known known) {}

    private final Random random;
    private final HistoryRoom.Script script = new HistoryRoom.Script();
    private final DurableObjectHost<HistoryRoom> host = DurableObjectHost.of(() -> new HistoryRoom(script));
    private final List<HistoryMember> members = new ArrayList<>();
    private final HistoryKnowledge knowledge;
    private final HistoryWrites writes = new HistoryWrites();
    private final HistoryChecks checks;
    private final List<Crash> crashes = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();
    /** The keys in use, about. */
    private final List<String> keys = new ArrayList<>();
    /** What was asked to be deleted by whom: not a second time, so that each deletion is of one write. */
    private final Set<String> deletions = new HashSet<>();

    private final List<String> trace = new ArrayList<>();

    private int names;

    History(long seed) {
        random = new Random(seed);
        knowledge = new HistoryKnowledge(host.sql(), members);
        checks = new HistoryChecks(host, members, knowledge, writes);
        host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'a'), ('carol', 'b')"));
        int clients = 1 + random.nextInt(MAX_CLIENTS);
        for (int i = 0; i < clients; i++) {
            String user = any(USERS);
            Profile profile = any(List.of(Profile.values()));
            HistoryMember member = new HistoryMember(i, user, profile, TestClient.connect(host, user, profile));
            members.add(member);
            subscribe(member);
        }
    }

    /** @throws AssertionError with the steps of the history, if something does not hold */
    void run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step(any(members));
            }
            trace.add("quiet");
            checks.quiet(this::openGates);
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(failed.getMessage() + "\n  " + String.join("\n  ", trace), failed);
        }
    }

    private void step(HistoryMember member) {
        int deaths = deaths();
        try {
            act(member);
        } catch (PlatformException died) {
            assertThat(died).hasMessageContaining("has crashed");
        }
        if (deaths() > deaths) {
            trace.add("  died");
        }
    }

    private void act(HistoryMember member) {
        switch (random.nextInt(34)) {
            case 0, 1, 2 -> insert(member);
            case 3, 4, 5 -> update(member);
            case 6 -> delete(member);
            case 7, 8 -> several(member);
            case 9 -> call(member);
            case 10 -> repeat();
            case 11 -> openGates();
            case 12, 13, 14, 15 -> write();
            case 16 -> rollBack();
            case 17, 18 -> subscribe(member);
            case 19 -> unsubscribe(member);
            case 20 -> fetch(member);
            case 21 -> changeRights();
            case 22 -> drop(member);
            case 23 -> receiveLittle(member);
            case 24 -> reconnect(member);
            case 25 -> beSlow(member);
            case 26 -> evict();
            case 27 -> crash();
            case 28 -> interrupt();
            case 29, 30 -> pass();
            case 31 -> stepBack();
            case 32 -> copyOrRestore();
            default -> deploy();
        }
    }

    // What clients do.

    private void insert(HistoryMember member) {
        HistoryPost post = post(newKey());
        String table = table();
        if (did(member, "inserts into " + table + " " + post)) {
            String token = token(post.val());
            add(member, token, member.client.insert(table, post.id(), post.columns()));
        }
    }

    private void update(HistoryMember member) {
        HistoryPost post = post(oldKey());
        String table = table();
        if (did(member, "updates " + table + " " + post)) {
            member.names(post.id());
            String token = token(post.val());
            add(member, token, member.client.update(table, post.id(), post.columns()));
        }
    }

    private void delete(HistoryMember member) {
        String key = oldKey();
        String table = table();
        String token = key + " by " + member.user;
        if (deletions.add(token) && did(member, "deletes from " + table + " " + key)) {
            member.names(key);
            add(member, token, member.client.delete(table, key));
        }
    }

    /** One mutation of several operations; all happen or none. */
    private void several(HistoryMember member) {
        List<HistoryPost> posts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            posts.add(post(random.nextInt(3) > 0 ? newKey() : oldKey()));
        }
        String table = table();
        if (!did(member, "puts at once into " + table + " " + posts)) {
            return;
        }
        List<MutationOp> ops = new ArrayList<>();
        for (HistoryPost post : posts) {
            boolean isNew = random.nextInt(4) > 0;
            if (!isNew) {
                member.names(post.id());
            }
            ops.add(HistoryChecks.op(isNew ? Operation.INSERT : Operation.UPDATE, post));
        }
        WriteOutcome outcome = member.client.mutate(table, ops.toArray(new MutationOp[0]));
        writes.add(member, posts.stream().map(HistoryPost::val).toList(), HistoryWrites.Promise.ONCE, outcome);
    }

    private void call(HistoryMember member) {
        String command = any(List.of("count", "late", "work", "sweep"));
        String token = newName(HistoryKnowledge.VALUE);
        if (did(member, "calls " + command + " " + token)) {
            member.names(token);
            token(token);
            HistoryWrites.Promise promise =
                    command.equals("work") ? HistoryWrites.Promise.AT_LEAST_ONCE : HistoryWrites.Promise.ONCE;
            writes.add(member, List.of(token), promise, member.client.call(command, token));
        }
    }

    private void repeat() {
        if (!writes.isEmpty()) {
            trace.add("a write is repeated");
            writes.repeat(random.nextInt(1000));
        }
    }

    private void subscribe(HistoryMember member) {
        HistoryView.Window window = member.profile == Profile.SAMOVAR_1 && random.nextInt(3) == 0
                ? new HistoryView.Window(
                        random.nextBoolean(), random.nextBoolean(), 1 + random.nextInt(4), random.nextInt(3))
                : null;
        String table = table();
        HistoryFilter filter = HistoryFilter.random(random);
        if (member.views.size() < MAX_VIEWS && did(member, "subscribes to " + table + " " + filter + " " + window)) {
            knowledge.settle();
            knowledge.asks(member, table, filter);
            // The object may die of it: then the client still wants it, and asks again.
            var rows = member.client.subscribe(HistoryView.selection(table, filter, window, member.profile));
            member.views.add(new HistoryView(table, filter, window, rows));
        }
    }

    private void unsubscribe(HistoryMember member) {
        if (member.views.isEmpty()) {
            return;
        }
        HistoryView view = any(member.views);
        if (did(member, "unsubscribes " + view)) {
            knowledge.settle();
            member.views.remove(view);
            member.client.unsubscribe(view.rows());
        }
    }

    private void fetch(HistoryMember member) {
        String table = table();
        HistoryFilter filter = HistoryFilter.random(random);
        if (did(member, "fetches " + table + " where " + filter)) {
            knowledge.settle();
            knowledge.asks(member, table, filter);
            member.client.fetch(HistoryView.selection(table, filter, null, member.profile));
        }
    }

    // What happens to connections.

    private void drop(HistoryMember member) {
        if (member.client.socket().isOpen()) {
            trace.add(member + " drops");
            member.client.drop();
        }
    }

    private void reconnect(HistoryMember member) {
        trace.add(member + " reconnects");
        member.isCutOff = false;
        member.client.reconnect();
    }

    /** What comes later is lost with the connection. */
    private void receiveLittle(HistoryMember member) {
        if (member.client.socket().isOpen()) {
            int messages = random.nextInt(4);
            trace.add(member + " takes in only " + messages + " more messages");
            member.client.receiveAtMost(messages);
            member.isCutOff = true;
        }
    }

    private void beSlow(HistoryMember member) {
        if (member.profile == Profile.SAMOVAR_1) {
            boolean isSlow = random.nextBoolean();
            trace.add(member + (isSlow ? " acknowledges nothing" : " acknowledges"));
            if (isSlow) {
                member.client.withholdAcks();
            } else {
                member.client.resumeAcks();
            }
        }
    }

    // What happens to the object.

    private void evict() {
        WebSockets sockets = sockets();
        trace.add("eviction, " + sockets);
        evict(sockets);
    }

    private void evict(WebSockets sockets) {
        checks.mayLoseFrames |= sockets == WebSockets.HIBERNATE && isAnyoneWaiting();
        host.evict(sockets);
    }

    private boolean isAnyoneWaiting() {
        return script.gates.values().stream().anyMatch(Gate::isAwaited);
    }

    private int deaths() {
        return (int) crashes.stream().filter(Crash::hasHappened).count();
    }

    /** The runtime drops the connections of an object that dies. */
    private void crash() {
        int n = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 12);
        int commit = 1 + n / 6;
        CrashPoint point = switch (random.nextInt(4)) {
            case 0 -> CrashPoint.afterCommit(commit);
            case 1 -> CrashPoint.beforeCommit(commit);
            default -> CrashPoint.beforeStatement(n);
        };
        trace.add("is to die " + point);
        crashes.add(host.crash(point, WebSockets.CLOSE));
    }

    /** Stopped in the middle of something that no client waits for; the connections live on. */
    private void interrupt() {
        CrashPoint point = CrashPoint.beforeStatement(1 + random.nextInt(12));
        trace.add("is interrupted " + point);
        checks.mayLoseFrames |= isAnyoneWaiting();
        host.crash(point, WebSockets.HIBERNATE);
        try {
            if (random.nextBoolean()) {
                write();
            }
            pass(Duration.ofMillis(SyncLimits.TICK_MILLIS));
        } finally {
            host.crash(NEVER, WebSockets.CLOSE);
        }
    }

    private void pass() {
        Duration time = switch (random.nextInt(6)) {
            case 0 -> Duration.ofHours(2);
            case 1 -> Duration.ofHours(30);
            case 2 -> Duration.ofSeconds(40);
            default -> Duration.ofMillis(SyncLimits.TICK_MILLIS);
        };
        pass(time);
    }

    private void pass(Duration time) {
        trace.add("time passes: " + time);
        writes.passes(time.toMillis());
        host.clock().advance(time);
        knowledge.ticks();
    }

    private void stepBack() {
        Duration time = random.nextBoolean() ? Duration.ofHours(3) : Duration.ofDays(2);
        trace.add("the clock is set back by " + time);
        host.clock().stepBack(time);
    }

    private void copyOrRestore() {
        knowledge.settle();
        if (copies.isEmpty() || random.nextBoolean()) {
            trace.add("copy " + copies.size() + " is made");
            copies.add(new Copy(host.copyStorage(), writes.known()));
            return;
        }
        spareReferenceClients();
        knowledge.settle();
        try {
            restore(random.nextInt(copies.size() + 1));
            // Before the clock goes back again: see spareReferenceClients().
            host.run(room -> room.write(() -> "begins"));
        } finally {
            // Whether it has died of that or not: rights are another storage's now.
            knowledge.settle();
        }
    }

    private void restore(int which) {
        if (which == copies.size()) {
            trace.add("everything stored is wiped");
            writes.restored(new HistoryWrites.Known(Set.of()));
            host.wipeStorage(WebSockets.CLOSE);
            host.wake();
        } else {
            trace.add("copy " + which + " is restored");
            writes.restored(copies.get(which).known);
            host.restoreStorage(copies.get(which).storage, WebSockets.CLOSE);
        }
    }

    /**
     * Clients of the reference profile name no epoch, only a position: it tells one life of the storage from another
     * only if the clock has passed it. And rows they got without the boundary behind them belong to no position at all.
     */
    private void spareReferenceClients() {
        if (members.stream().noneMatch(member -> member.profile == Profile.REFERENCE)) {
            return;
        }
        host.crash(NEVER, WebSockets.CLOSE);
        members.stream().filter(member -> member.isCutOff).forEach(HistoryMember::comesBack);
        // A new version tells a new position when it starts.
        host.wake();
        // By so much that the writes which are still to come do not pass it again.
        long behind = checks.head() + MARGIN_MILLIS - host.clock().millis();
        if (behind > 0) {
            pass(Duration.ofMillis(behind));
        }
    }

    private void deploy() {
        if (script.hasNextVersion()) {
            script.version++;
            WebSockets sockets = sockets();
            trace.add("version " + script.version + " is deployed, " + sockets);
            evict(sockets);
        }
    }

    private void openGates() {
        trace.add("gates open");
        List.copyOf(script.gates.values()).forEach(Gate::open);
    }

    // What the object itself writes.

    private void write() {
        String table = table();
        HistoryPost post = post(random.nextBoolean() ? newKey() : oldKey());
        switch (random.nextInt(8)) {
            case 0, 1 ->
                write(
                        "INSERT OR REPLACE INTO " + table + " (id, box, stars, done, val) VALUES (?, ?, ?, ?, ?)",
                        post.bindings());
            case 2 -> write("UPDATE OR REPLACE " + table + " SET id = ? WHERE id = ?", post.id(), oldKey());
            case 3 -> write("UPDATE " + table + " SET stars = stars + 1 WHERE box = ?", post.box());
            case 4 -> write("UPDATE " + table + " SET box = ? WHERE id = ?", post.box(), oldKey());
            case 5 -> write("DELETE FROM " + table);
            case 6 -> write("DELETE FROM " + table + " WHERE stars = ?", post.stars());
            default -> writeMany(table);
        }
    }

    private void writeMany(String table) {
        trace.add("the object writes 20 rows of " + table);
        List<HistoryPost> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            posts.add(post(newKey()));
        }
        host.run(room -> room.write(() -> {
            for (HistoryPost post : posts) {
                room.exec(
                        "INSERT OR REPLACE INTO " + table + " (id, box, stars, done, val) VALUES (?, ?, ?, ?, ?)",
                        post.bindings());
            }
            return posts;
        }));
    }

    private void write(String query, @Nullable Object... bindings) {
        boolean isTold = random.nextInt(4) > 0;
        trace.add("the object" + (isTold ? " writes " : " writes in silence ") + query + " " + Arrays.asList(bindings));
        host.run(room -> {
            if (isTold) {
                room.write(() -> {
                    room.exec(query, bindings);
                    return query;
                });
            } else {
                room.exec(query, bindings);
            }
        });
    }

    private void rollBack() {
        HistoryPost post = post(newKey());
        trace.add("the object takes back a write of " + post);
        host.run(room -> {
            try {
                room.write(() -> {
                    room.exec(
                            "INSERT OR REPLACE INTO posts (id, box, stars, done, val) VALUES (?, ?, ?, ?, ?)",
                            post.bindings());
                    throw new IllegalStateException("taken back");
                });
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("taken back");
            }
        });
    }

    /** Rights take effect when the object looks anew, for those who are there. */
    private void changeRights() {
        String user = any(List.of("bob", HistoryRoom.CAROL));
        String box = any(HistoryFilter.BOXES);
        boolean isGiven = random.nextBoolean();
        if (members.stream().anyMatch(member -> member.user.equals(user) && !member.takesEverything())) {
            return;
        }
        trace.add(user + (isGiven ? " gets " : " loses ") + box);
        host.crash(NEVER, WebSockets.CLOSE);
        // An object whose storage was wiped may have died before it made its tables.
        host.wake();
        knowledge.ticks();
        host.run(room -> room.exec(
                isGiven
                        ? "INSERT OR IGNORE INTO members VALUES (?, ?)"
                        : "DELETE FROM members WHERE user = ? AND box = ?",
                user,
                box));
        evict(WebSockets.HIBERNATE);
        host.wake();
        knowledge.ticks();
    }

    // Chance.

    private boolean did(HistoryMember member, String what) {
        trace.add(member + " " + what);
        return member.isConnected();
    }

    private void add(HistoryMember member, String token, WriteOutcome outcome) {
        writes.add(member, List.of(token), HistoryWrites.Promise.ONCE, outcome);
    }

    /** A few writes wait to be let through. */
    private String token(String token) {
        if (random.nextInt(8) == 0) {
            trace.add("  " + token + " waits");
            script.gates.put(token, new Gate());
        }
        return token;
    }

    private HistoryPost post(String key) {
        Long stars = random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(MAX_STARS);
        return new HistoryPost(
                key, any(HistoryFilter.BOXES), stars, random.nextInt(3) == 0, newName(HistoryKnowledge.VALUE));
    }

    private String newKey() {
        String key = newName(HistoryKnowledge.KEY);
        keys.add(key);
        return key;
    }

    private String oldKey() {
        return keys.isEmpty() ? newKey() : keys.get(Math.max(0, keys.size() - 1 - random.nextInt(12)));
    }

    private String newName(String kind) {
        return HistoryKnowledge.name(kind, names++);
    }

    private String table() {
        return any(HistoryRoom.TABLES);
    }

    private WebSockets sockets() {
        return any(List.of(WebSockets.values()));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public void close() {
        host.uncaught();
        host.close();
    }
}
