package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import dev.samovar.workers.PlatformException;
import java.util.List;

/** One random history, its faults and its quiet end. */
final class History implements AutoCloseable {
    private static final int STEPS = 24;
    private static final List<String> USERS = List.of(HistoryRoom.ROOT, "bob", HistoryRoom.CAROL);
    private static final int MAX_CLIENTS = 3;

    private final HistoryWorld world;
    private final HistoryRequests requests;
    private final HistoryConnections connections;
    private final HistoryServerWrites serverWrites;
    private final HistoryFaults faults;

    History(long seed) {
        world = new HistoryWorld(seed);
        requests = new HistoryRequests(world);
        connections = new HistoryConnections(world);
        serverWrites = new HistoryServerWrites(world);
        faults = new HistoryFaults(world, serverWrites);
        world.host.run(room -> room.exec("INSERT INTO members VALUES ('bob', 'a'), ('carol', 'b')"));
        int clients = 1 + world.random.nextInt(MAX_CLIENTS);
        for (int i = 0; i < clients; i++) {
            String user = world.any(USERS);
            Profile profile = world.any(List.of(Profile.values()));
            HistoryMember member = new HistoryMember(i, user, profile, TestClient.connect(world.host, user, profile));
            world.members.add(member);
            requests.subscribe(member);
        }
    }

    /** @throws AssertionError with the steps of the history, if something does not hold */
    void run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step(world.any(world.members));
            }
            world.tell("quiet");
            new HistoryChecks(world).quiet();
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(failed.getMessage() + "\n  " + world.story(), failed);
        }
    }

    private void step(HistoryMember member) {
        int deaths = faults.deaths();
        try {
            act(member);
        } catch (PlatformException died) {
            assertThat(died).hasMessageContaining("has crashed");
        }
        if (faults.deaths() > deaths) {
            world.tell("  died");
        }
    }

    private void act(HistoryMember member) {
        switch (world.random.nextInt(35)) {
            case 0, 1, 2 -> requests.insert(member);
            case 3, 4, 5 -> requests.update(member);
            case 6 -> requests.delete(member);
            case 7, 8 -> requests.several(member);
            case 9 -> requests.call(member);
            case 34 -> requests.burst(member);
            case 10 -> requests.repeat();
            case 11 -> world.openGates();
            case 12, 13, 14, 15 -> serverWrites.write();
            case 16 -> serverWrites.rollBack();
            case 17, 18 -> requests.subscribe(member);
            case 19 -> requests.unsubscribe(member);
            case 20 -> requests.fetch(member);
            case 21 -> faults.changeRights();
            case 22 -> connections.drop(member);
            case 23 -> connections.receiveLittle(member);
            case 24 -> connections.reconnect(member);
            case 25 -> connections.beSlow(member);
            case 26 -> faults.evict();
            case 27 -> faults.crash();
            case 28 -> faults.interrupt();
            case 29, 30 -> faults.pass();
            case 31 -> faults.stepBack();
            case 32 -> faults.copyOrRestore();
            default -> faults.deploy();
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
