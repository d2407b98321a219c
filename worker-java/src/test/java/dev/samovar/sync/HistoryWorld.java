package dev.samovar.sync;

import dev.samovar.testkit.DurableObjectHost;
import dev.samovar.testkit.Gate;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a random history is made of: the object, its clients, chance, and what was done so far. */
final class HistoryWorld implements AutoCloseable {
    private static final int MAX_STARS = 4;
    private static final int RECENT_KEYS = 12;

    final Random random;
    final HistoryRoom.Script script = new HistoryRoom.Script();
    final DurableObjectHost<HistoryRoom> host = DurableObjectHost.of(() -> new HistoryRoom(script));
    final List<HistoryMember> members = new ArrayList<>();
    final HistoryKnowledge knowledge = new HistoryKnowledge(host.sql(), members);
    final HistoryWrites writes = new HistoryWrites();

    /**
     * Whether the object may have gone while a frame waited in it whose connection lived on. Nobody but its client,
     * which gets no answer, can know that.
     */
    boolean mayLoseFrames;

    /** Whether the object may owe answers that it gives together, in a moment. */
    boolean isAnswerOwed;

    private final List<String> steps = new ArrayList<>();
    /** The keys in use, about. */
    private final List<String> keys = new ArrayList<>();

    private int names;

    HistoryWorld(long seed) {
        random = new Random(seed);
    }

    void tell(String step) {
        steps.add(step);
    }

    /** Everything that was done, a line each. */
    String story() {
        return String.join("\n  ", steps);
    }

    void pass(Duration time) {
        tell("time passes: " + time);
        writes.passes(time.toMillis());
        host.clock().advance(time);
        isAnswerOwed = false;
        knowledge.ticks();
    }

    void evict(WebSockets sockets) {
        mayLoseFrames |= sockets == WebSockets.HIBERNATE && mayOweAnswers();
        host.evict(sockets);
    }

    /** Whether an object that went now, while connections live on, would owe answers for ever. */
    boolean mayOweAnswers() {
        return isAnswerOwed || script.gates.values().stream().anyMatch(Gate::isAwaited);
    }

    void openGates() {
        tell("gates open");
        List.copyOf(script.gates.values()).forEach(Gate::open);
    }

    HistoryPost post(String key) {
        Long stars = random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(MAX_STARS);
        return new HistoryPost(
                key, any(HistoryFilter.BOXES), stars, random.nextInt(3) == 0, newName(HistoryKnowledge.VALUE));
    }

    String newKey() {
        String key = newName(HistoryKnowledge.KEY);
        keys.add(key);
        return key;
    }

    String oldKey() {
        return keys.isEmpty() ? newKey() : keys.get(Math.max(0, keys.size() - 1 - random.nextInt(RECENT_KEYS)));
    }

    String newName(String kind) {
        return HistoryKnowledge.name(kind, names++);
    }

    String table() {
        return any(HistoryRoom.TABLES);
    }

    WebSockets sockets() {
        return any(List.of(WebSockets.values()));
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public void close() {
        host.uncaught();
        host.close();
    }
}
