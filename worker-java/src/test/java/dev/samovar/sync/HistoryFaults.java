package dev.samovar.sync;

import dev.samovar.testkit.Crash;
import dev.samovar.testkit.CrashPoint;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.StorageCopy;
import dev.samovar.testkit.WebSockets;
import dev.samovar.workers.SqlCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What happens to the object of a random history: sleep, death, time, other storage, other code, other rights. */
final class HistoryFaults {
    static final CrashPoint NEVER = CrashPoint.beforeStatement(Integer.MAX_VALUE);

    private static final long MARGIN_MILLIS = 10_000;

    private record Copy(StorageCopy storage, HistoryWrites.Known known) {}

    private final HistoryWorld world;
    private final HistoryServerWrites serverWrites;
    private final List<Crash> crashes = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();

    HistoryFaults(HistoryWorld world, HistoryServerWrites serverWrites) {
        this.world = world;
        this.serverWrites = serverWrites;
    }

    void evict() {
        WebSockets sockets = world.sockets();
        world.tell("eviction, " + sockets);
        world.evict(sockets);
    }

    /** How often the object died of what was planned for it. */
    int deaths() {
        return (int) crashes.stream().filter(Crash::hasHappened).count();
    }

    /** The runtime drops the connections of an object that dies. */
    void crash() {
        int n = 1 + world.random.nextInt(world.random.nextInt(4) == 0 ? 60 : 12);
        int commit = 1 + n / 6;
        CrashPoint point = switch (world.random.nextInt(4)) {
            case 0 -> CrashPoint.afterCommit(commit);
            case 1 -> CrashPoint.beforeCommit(commit);
            default -> CrashPoint.beforeStatement(n);
        };
        world.tell("is to die " + point);
        crashes.add(world.host.crash(point, WebSockets.CLOSE));
    }

    /** Stopped in the middle of something that no client waits for; the connections live on. */
    void interrupt() {
        CrashPoint point = CrashPoint.beforeStatement(1 + world.random.nextInt(12));
        world.tell("is interrupted " + point);
        world.mayLoseFrames |= world.mayOweAnswers();
        world.host.crash(point, WebSockets.HIBERNATE);
        try {
            if (world.random.nextBoolean()) {
                serverWrites.write();
            }
            world.pass(Duration.ofMillis(SyncLimits.TICK_MILLIS));
        } finally {
            world.host.crash(NEVER, WebSockets.CLOSE);
        }
    }

    void pass() {
        Duration time = switch (world.random.nextInt(6)) {
            case 0 -> Duration.ofHours(2);
            case 1 -> Duration.ofHours(30);
            case 2 -> Duration.ofSeconds(40);
            default -> Duration.ofMillis(SyncLimits.TICK_MILLIS);
        };
        world.pass(time);
    }

    void stepBack() {
        Duration time = world.random.nextBoolean() ? Duration.ofHours(3) : Duration.ofDays(2);
        world.tell("the clock is set back by " + time);
        world.host.clock().stepBack(time);
    }

    void copyOrRestore() {
        Copy copy = copy();
        world.knowledge.settle();
        if (copies.isEmpty() || world.random.nextBoolean()) {
            world.tell("copy " + copies.size() + " is made");
            copies.add(copy);
            return;
        }
        spareReferenceClients();
        world.knowledge.settle();
        try {
            restore(world.random.nextInt(copies.size() + 1));
            // Before the clock goes back again: see spareReferenceClients().
            world.host.run(room -> room.write(() -> "begins"));
        } finally {
            // Whether it has died of that or not: rights are another storage's now.
            world.knowledge.settle();
        }
    }

    /**
     * Who takes an answer acknowledges it. That may wake the object, and with it a new version, which may change rows
     * before anything else happens.
     */
    private Copy copy() {
        HistoryWrites.Known known = world.writes.known();
        return new Copy(world.host.copyStorage(), known);
    }

    private void restore(int which) {
        if (which == copies.size()) {
            world.tell("everything stored is wiped");
            world.writes.restored(new HistoryWrites.Known(Set.of()));
            world.host.wipeStorage(WebSockets.CLOSE);
            world.host.wake();
        } else {
            world.tell("copy " + which + " is restored");
            world.writes.restored(copies.get(which).known);
            world.host.restoreStorage(copies.get(which).storage, WebSockets.CLOSE);
        }
    }

    /**
     * Clients of the reference profile name no epoch, only a position: it tells one life of the storage from another
     * only if the clock has passed it. And rows they got without the boundary behind them belong to no position at all.
     */
    private void spareReferenceClients() {
        if (world.members.stream().noneMatch(member -> member.profile == Profile.REFERENCE)) {
            return;
        }
        world.host.crash(NEVER, WebSockets.CLOSE);
        world.members.stream().filter(member -> member.isCutOff).forEach(HistoryMember::comesBack);
        // A new version tells a new position when it starts.
        world.host.wake();
        // By so much that the writes which are still to come do not pass it again.
        long behind = head() + MARGIN_MILLIS - world.host.clock().millis();
        if (behind > 0) {
            world.pass(Duration.ofMillis(behind));
        }
    }

    /** The newest position. */
    private long head() {
        SqlCursor cursor =
                world.host.sql().exec("SELECT MAX(seq) FROM _sync_changes").one();
        return cursor.isNull(0) ? 0 : cursor.getLong(0);
    }

    void deploy() {
        if (world.script.hasNextVersion()) {
            world.script.version++;
            WebSockets sockets = world.sockets();
            world.tell("version " + world.script.version + " is deployed, " + sockets);
            world.evict(sockets);
        }
    }

    /** Either everybody concerned is told at once, or the object looks anew when it wakes up. */
    void changeRights() {
        String user = world.any(List.of("bob", HistoryRoom.CAROL));
        String box = world.any(HistoryFilter.BOXES);
        boolean isGiven = world.random.nextBoolean();
        boolean isTold = world.random.nextBoolean();
        // Who is away learns nothing of rights that changed in silence.
        if (!isTold
                && world.members.stream().anyMatch(member -> member.user.equals(user) && !member.takesEverything())) {
            return;
        }
        world.tell(user + (isGiven ? " gets " : " loses ") + box + (isTold ? ", and is told" : ""));
        world.host.crash(NEVER, WebSockets.CLOSE);
        // An object whose storage was wiped may have died before it made its tables.
        world.host.wake();
        world.knowledge.ticks();
        world.host.run(room -> {
            if (isTold) {
                room.write(() -> {
                    room.rightsChanged(user);
                    return changeRights(room, user, box, isGiven);
                });
            } else {
                changeRights(room, user, box, isGiven);
            }
        });
        if (!isTold) {
            world.evict(WebSockets.HIBERNATE);
            world.host.wake();
        }
        world.knowledge.ticks();
    }

    private static String changeRights(HistoryRoom room, String user, String box, boolean isGiven) {
        room.exec(
                isGiven
                        ? "INSERT OR IGNORE INTO members VALUES (?, ?)"
                        : "DELETE FROM members WHERE user = ? AND box = ?",
                user,
                box);
        return box;
    }
}
