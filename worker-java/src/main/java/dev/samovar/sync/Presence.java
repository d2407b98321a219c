package dev.samovar.sync;

import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.FrameWriter;
import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Peer;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.workers.GlobalScope;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import dev.samovar.workers.Timeout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected and wants to be seen, and what they say to each other. A state is kept with its socket, over
 * hibernation, and what is said is not kept at all. In the database is only of whom the next tick is to tell, because a
 * death may come before it.
 */
final class Presence<C> {
    static final int MAX_STATE_BYTES = 4_096;
    static final int MAX_SAID_BYTES = 16_384;
    /** New states and broadcasts of one client, in a second and at once. The rest is dropped. */
    static final int PER_SECOND = 30;

    static final int BURST = 100;

    private record Member(Peer peer, TokenBucket bucket) {}

    private final @Nullable PresenceRule<C> rule;
    private final SqlStorage sql;
    private final Sessions<C> sessions;
    private final FrameSender sender;
    private final Heartbeat heartbeat;
    private final GlobalScope globals;
    private final Events events;
    private final int tickMillis;
    private final Map<Session<C>, Member> members = new LinkedHashMap<>();
    /** What the others were not told yet. */
    private final Map<String, Peer> changed = new LinkedHashMap<>();

    private final Set<String> gone = new LinkedHashSet<>();
    private @Nullable Timeout tick;
    /** Whether some of them are in the database. */
    private boolean isKept;

    /** @param rule {@code null} if nobody may be present */
    Presence(
            @Nullable PresenceRule<C> rule,
            SqlStorage sql,
            Sessions<C> sessions,
            FrameSender sender,
            Heartbeat heartbeat,
            GlobalScope globals,
            Events events,
            int tickMillis) {
        this.rule = rule;
        this.sql = sql;
        this.sessions = sessions;
        this.sender = sender;
        this.heartbeat = heartbeat;
        this.globals = globals;
        this.events = events;
        this.tickMillis = tickMillis;
        heartbeat.carry(() -> tick != null);
    }

    /** Finds those who were present when the object fell asleep, and tells what it died before it told. */
    void restore() {
        if (rule == null) {
            return;
        }
        for (Session<C> session : sessions.all()) {
            String kept = session.presence();
            if (kept != null) {
                EncodedValue state = kept.isEmpty()
                        ? null
                        : new EncodedValue(globals.textEncoding().fromBase64Url(kept));
                members.put(session, member(session, rule, state));
            }
        }
        tellInterrupted();
    }

    private void tellInterrupted() {
        Map<String, Peer> peers = new HashMap<>();
        members.values().forEach(member -> peers.put(member.peer.session(), member.peer));
        SqlCursor kept = sql.exec("SELECT session FROM _sync_presence");
        while (kept.next()) {
            isKept = true;
            String session = kept.getString(0);
            Peer peer = peers.get(session);
            if (peer == null) {
                gone.add(session);
            } else {
                changed.put(session, peer);
            }
        }
        if (isKept) {
            tell(null);
        }
    }

    void join(Session<C> session, @Nullable Value state) {
        if (rule == null || !rule.mayJoin().test(session.user())) {
            return;
        }
        EncodedValue encoded = state == null ? null : EncodedValue.of(state);
        Member known = members.get(session);
        if (known != null && !isInTime(session, known)) {
            return;
        }
        if (!keep(session, encoded)) {
            refuse(session, "a state of more than " + MAX_STATE_BYTES + " bytes");
            return;
        }
        Member member = member(session, rule, encoded);
        members.put(session, known == null ? member : new Member(member.peer, known.bucket));
        gone.remove(session.id());
        changed.put(session.id(), member.peer);
        if (known == null) {
            sender.send(session, new ServerFrame.Present(peers(), List.of()));
        }
        spread(session, known == null ? session : null);
    }

    void leave(Session<C> session) {
        if (members.containsKey(session)) {
            sessions.keepPresence(session, null);
            closed(session);
        }
    }

    /** A connection has ended. */
    void closed(Session<C> session) {
        if (members.remove(session) != null) {
            changed.remove(session.id());
            gone.add(session.id());
            spread(session, null);
        }
    }

    void broadcast(Session<C> session, @Nullable Value data) {
        Member member = members.get(session);
        if (member == null || !isInTime(session, member)) {
            return;
        }
        MessagePackWriter out = new MessagePackWriter();
        FrameWriter.write(new ServerFrame.Said(session.id(), member.peer.who(), data), out);
        if (data != null && EncodedValue.of(data).bytes().length > MAX_SAID_BYTES) {
            refuse(session, "a broadcast of more than " + MAX_SAID_BYTES + " bytes");
            return;
        }
        for (Session<C> other : new ArrayList<>(members.keySet())) {
            if (other != session) {
                sender.send(other, out.array(), out.length());
            }
        }
    }

    /** Nobody is left to be told anything. */
    void stop() {
        if (tick != null) {
            tick.clear();
            tick = null;
        }
    }

    private Member member(Session<C> session, PresenceRule<C> shown, @Nullable EncodedValue state) {
        double now = (double) globals.currentTimeMillis();
        return new Member(
                new Peer(session.id(), shown.name().apply(session.user()), state),
                new TokenBucket(PER_SECOND, BURST, now));
    }

    private boolean isInTime(Session<C> session, Member member) {
        if (member.bucket.holds(1, (double) globals.currentTimeMillis())) {
            member.bucket.take(1);
            return true;
        }
        if (events.areHeard()) {
            events.tell(new SyncEvent.RateLimited(session.id()));
        }
        return false;
    }

    /** Whether the state has room beside the claims. */
    private boolean keep(Session<C> session, @Nullable EncodedValue state) {
        if (state != null && state.bytes().length > MAX_STATE_BYTES) {
            return false;
        }
        try {
            sessions.keepPresence(
                    session, state == null ? "" : globals.textEncoding().toBase64Url(state.bytes()));
            return true;
        } catch (IllegalArgumentException tooLarge) {
            return false;
        }
    }

    private static void refuse(Session<?> session, String reason) {
        session.wire().malformed(session, reason, CloseCode.TOO_LARGE);
    }

    private List<Peer> peers() {
        List<Peer> peers = new ArrayList<>();
        members.values().forEach(member -> peers.add(member.peer));
        return peers;
    }

    /** Tells a few at once, and many with the next tick. */
    private void spread(Session<C> about, @Nullable Session<C> butNot) {
        if (members.size() <= SyncLimits.MAX_AT_ONCE) {
            tell(butNot);
            return;
        }
        sql.exec("INSERT OR IGNORE INTO _sync_presence (session) VALUES (?)", about.id());
        isKept = true;
        if (tick == null) {
            tick = globals.setTimeout(() -> tell(null), tickMillis);
            heartbeat.expect();
        }
    }

    private void tell(@Nullable Session<C> butNot) {
        stop();
        MessagePackWriter out = new MessagePackWriter();
        FrameWriter.write(new ServerFrame.Present(new ArrayList<>(changed.values()), new ArrayList<>(gone)), out);
        changed.clear();
        gone.clear();
        for (Session<C> session : new ArrayList<>(members.keySet())) {
            if (session != butNot) {
                sender.send(session, out.array(), out.length());
            }
        }
        if (isKept) {
            sql.exec("DELETE FROM _sync_presence");
            isKept = false;
        }
    }
}
