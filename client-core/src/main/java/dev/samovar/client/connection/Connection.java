package dev.samovar.client.connection;

import static dev.samovar.client.connection.ConnectionEffect.Kind.DIAL;
import static dev.samovar.client.connection.ConnectionEffect.Kind.FETCH_TOKEN;
import static dev.samovar.client.connection.ConnectionEffect.Kind.GIVE_UP;
import static dev.samovar.client.connection.ConnectionEffect.Kind.GREET;
import static dev.samovar.client.connection.ConnectionEffect.Kind.PING;
import static dev.samovar.client.connection.ConnectionEffect.Kind.STOP_RENEWAL;
import static dev.samovar.client.connection.ConnectionEffect.Kind.STOP_TIMER;
import static dev.samovar.client.connection.ConnectionEffect.Kind.SUSPEND;
import static dev.samovar.client.connection.ConnectionEffect.hangUp;
import static dev.samovar.client.connection.ConnectionEffect.startRenewal;
import static dev.samovar.client.connection.ConnectionEffect.startTimer;
import static dev.samovar.client.connection.ConnectionEvent.Kind.BROKEN;
import static dev.samovar.client.connection.ConnectionEvent.Kind.CLOSE_REQUESTED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.DIAL_FAILED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.DROPPED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.HEARD;
import static dev.samovar.client.connection.ConnectionEvent.Kind.NEEDED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.OPENED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.RENEWAL_DUE;
import static dev.samovar.client.connection.ConnectionEvent.Kind.REVIVED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.SHOWN;
import static dev.samovar.client.connection.ConnectionEvent.Kind.TIMER_FIRED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.TOKEN_FAILED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.TOKEN_GOT;
import static dev.samovar.client.connection.ConnectionEvent.Kind.TOKEN_UNCHANGED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.WELCOMED;
import static dev.samovar.client.connection.ConnectionEvent.Kind.WENT_OFFLINE;
import static dev.samovar.client.connection.ConnectionEvent.Kind.WENT_ONLINE;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Dialing;
import dev.samovar.client.connection.ConnectionState.Fetching;
import dev.samovar.client.connection.ConnectionState.Greeting;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.ConnectionState.Waiting;
import dev.samovar.protocol.CloseCode;
import dev.samovar.protocol.RetryAfter;

/**
 * The life of a connection, as a pure function. An event that a state does not name changes nothing.
 *
 * <pre>
 *           needed             token            opened             welcomed
 *   IDLE -----------&gt; FETCHING -----&gt; DIALING --------&gt; GREETING ----------&gt; OPEN &lt;--. heartbeat: ping; heard: forget
 *    |                 ^  ^  |           | ^               |                | |  |   | failures; online, offline,
 *    |      timer,     |  |  |           | |               |                | |  '---' shown: ping now
 *    |  online, shown, |  |  | failed,   | | failed,       | broken,        | |
 *    |     revived     |  |  | too late  | | too late,     | too late,      | | renewal due, then another token
 *    |                 |  |  |           | | dropped       | dropped        | | than now: hang up, dial
 *    |                 |  |  v           v |               v                | |
 *    |               WAITING &lt;-----------|-'----------------                | |
 *    |                 ^  |              '----------------------------------|-'
 *    |                 |  |  dropped, broken, a ping without an answer      |
 *    |                 '--|-------------------------------------------------'
 *    | close              |
 *    '------------------&gt; CLOSED --- revived ---&gt; FETCHING
 * </pre>
 *
 * <p>Any state goes to CLOSED when its owner closes it, when the server closes with a code from 4000 to 4999, and when
 * the policy gives up. But the first 4401 goes to FETCHING: only a token that is not the refused one is tried, and if
 * that is refused too, the connection is closed.
 *
 * <p>A server that closes with 1013 may name the time of the next attempt: then a network that is back, or a page that
 * is shown, does not end WAITING.
 */
public final class Connection {
    /** How long a token may take. */
    public static final int TOKEN_MILLIS = 20_000;

    /** How long a socket may take to open: a handshake may go into a black hole. */
    public static final int DIAL_MILLIS = 15_000;

    /** How long an open socket may be without a welcome. An object that wakes up may have to migrate first. */
    public static final int WELCOME_MILLIS = 15_000;

    /** After so long the first ping is sent. What answers it counts as sound. */
    public static final int FIRST_PING_MILLIS = 5_000;

    /** How long the sign of life may take before the socket counts as dead. */
    public static final int PONG_MILLIS = 10_000;

    /** So long before they expire credentials are renewed, or after half of their life if that is later. */
    public static final int RENEWAL_LEAD_MILLIS = 60_000;

    /** Credentials that hold shorter are not renewed ahead: perhaps it is the clock of this end that is wrong. */
    public static final int MIN_LIFE_MILLIS = 10_000;

    /** When a renewal brought nothing new it is tried again after so long. */
    public static final int RENEWAL_RETRY_MILLIS = 30_000;

    private static final int MILLIS = 1_000;
    private static final int FIRST_FINAL_CODE = 4000;
    private static final int LAST_FINAL_CODE = 4999;

    private final RetryPolicy policy;

    public Connection(RetryPolicy policy) {
        this.policy = policy;
    }

    /**
     * What comes of an event.
     *
     * @param jitter random, from 0, below 1; spreads the attempts of many clients
     */
    public Transition next(ConnectionState state, ConnectionEvent event, double jitter) {
        if (state instanceof Fetching fetching) {
            return whileFetching(fetching, event, jitter);
        }
        if (state instanceof Dialing dialing) {
            return whileDialing(dialing, event, jitter);
        }
        if (state instanceof Greeting greeting) {
            return whileGreeting(greeting, event, jitter);
        }
        if (state instanceof Open open) {
            return whileOpen(open, event, jitter);
        }
        if (state instanceof Waiting waiting) {
            return whileWaiting(waiting, event);
        }
        return state instanceof Closed ? whileClosed(state, event) : whileIdle(state, event);
    }

    private static Transition whileIdle(ConnectionState idle, ConnectionEvent event) {
        return switch (event.kind()) {
            case NEEDED, REVIVED -> attempt(Attempts.none());
            case CLOSE_REQUESTED -> Transition.to(closedOnRequest()).with(GIVE_UP);
            default -> Transition.to(idle);
        };
    }

    private Transition whileFetching(Fetching fetching, ConnectionEvent event, double jitter) {
        Attempts attempts = fetching.attempts();
        return switch (event.kind()) {
            case TOKEN_GOT -> dial(attempts);
            case TOKEN_UNCHANGED ->
                attempts.refusal() == null
                        ? dial(attempts)
                        : Transition.to(unauthenticated(attempts.refusal()))
                                .with(STOP_TIMER)
                                .with(GIVE_UP);
            case TOKEN_FAILED -> retry(attempts, 0, event.reason(), jitter);
            case TIMER_FIRED -> retry(attempts, 0, "No token came within " + TOKEN_MILLIS + " ms.", jitter);
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest()).with(STOP_TIMER).with(GIVE_UP);
            default -> Transition.to(fetching);
        };
    }

    private Transition whileDialing(Dialing dialing, ConnectionEvent event, double jitter) {
        Attempts attempts = dialing.attempts();
        return switch (event.kind()) {
            case OPENED ->
                Transition.to(new Greeting(attempts))
                        .with(startTimer(WELCOME_MILLIS))
                        .with(GREET);
            case DIAL_FAILED -> retry(attempts, 0, event.reason(), jitter);
            case DROPPED -> dropped(attempts, event, jitter);
            case TIMER_FIRED ->
                retry(attempts, 0, "The socket did not open within " + DIAL_MILLIS + " ms.", jitter)
                        .with(hangUp(CloseCode.NORMAL));
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest())
                        .with(STOP_TIMER)
                        .with(hangUp(CloseCode.NORMAL))
                        .with(GIVE_UP);
            default -> Transition.to(dialing);
        };
    }

    private Transition whileGreeting(Greeting greeting, ConnectionEvent event, double jitter) {
        Attempts attempts = greeting.attempts();
        return switch (event.kind()) {
            case WELCOMED -> welcomed(attempts, event);
            case DROPPED -> dropped(attempts, event, jitter).first(SUSPEND);
            case BROKEN -> broken(attempts, event, jitter);
            case TIMER_FIRED ->
                retry(attempts, 0, "The server did not answer the hello within " + WELCOME_MILLIS + " ms.", jitter)
                        .first(SUSPEND)
                        .first(hangUp(CloseCode.NORMAL));
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest())
                        .with(STOP_TIMER)
                        .with(hangUp(CloseCode.NORMAL))
                        .with(SUSPEND)
                        .with(GIVE_UP);
            default -> Transition.to(greeting);
        };
    }

    private Transition whileOpen(Open open, ConnectionEvent event, double jitter) {
        Attempts attempts = open.attempts();
        return switch (event.kind()) {
            case HEARD ->
                open.isAwaitingPeer()
                        ? Transition.to(new Open(Attempts.none(), open.heartbeatMillis(), false, open.isRenewing()))
                                .with(startTimer(open.heartbeatMillis()))
                        : Transition.to(open);
            case TIMER_FIRED ->
                open.isAwaitingPeer()
                        ? retry(attempts, 0, "The server did not answer a ping within " + PONG_MILLIS + " ms.", jitter)
                                .first(SUSPEND)
                                .first(STOP_RENEWAL)
                                .first(hangUp(CloseCode.NORMAL))
                        : ping(open);
            case WENT_ONLINE, WENT_OFFLINE, SHOWN -> open.isAwaitingPeer() ? Transition.to(open) : ping(open);
            case DROPPED -> dropped(attempts, event, jitter).first(SUSPEND).first(STOP_RENEWAL);
            case BROKEN -> broken(attempts, event, jitter).first(STOP_RENEWAL);
            case RENEWAL_DUE -> Transition.to(renewing(open, true)).with(FETCH_TOKEN);
            case TOKEN_GOT ->
                open.isRenewing() ? dial(attempts).first(SUSPEND).first(hangUp(CloseCode.NORMAL)) : Transition.to(open);
            case TOKEN_UNCHANGED, TOKEN_FAILED ->
                open.isRenewing()
                        ? Transition.to(renewing(open, false)).with(startRenewal(RENEWAL_RETRY_MILLIS))
                        : Transition.to(open);
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest())
                        .with(STOP_TIMER)
                        .with(STOP_RENEWAL)
                        .with(hangUp(CloseCode.NORMAL))
                        .with(SUSPEND)
                        .with(GIVE_UP);
            default -> Transition.to(open);
        };
    }

    private static Transition whileWaiting(Waiting waiting, ConnectionEvent event) {
        return switch (event.kind()) {
            case TIMER_FIRED, REVIVED -> attempt(waiting.attempts());
            case WENT_ONLINE, SHOWN -> waiting.isToldWhen() ? Transition.to(waiting) : attempt(waiting.attempts());
            case WENT_OFFLINE ->
                waiting.isToldWhen()
                        ? Transition.to(waiting)
                        : Transition.to(waiting).with(startTimer(Backoff.CAP_MILLIS));
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest()).with(STOP_TIMER).with(GIVE_UP);
            default -> Transition.to(waiting);
        };
    }

    private static Transition whileClosed(ConnectionState closed, ConnectionEvent event) {
        return event.kind() == ConnectionEvent.Kind.REVIVED ? attempt(Attempts.none()) : Transition.to(closed);
    }

    private static Transition attempt(Attempts attempts) {
        return Transition.to(new Fetching(attempts))
                .with(startTimer(TOKEN_MILLIS))
                .with(FETCH_TOKEN);
    }

    private static Transition dial(Attempts attempts) {
        return Transition.to(new Dialing(attempts))
                .with(startTimer(DIAL_MILLIS))
                .with(DIAL);
    }

    private static Transition welcomed(Attempts attempts, ConnectionEvent event) {
        int heartbeatMillis = event.heartbeatMillis();
        Transition open = Transition.to(new Open(attempts, heartbeatMillis, false, false))
                .with(startTimer(Math.min(FIRST_PING_MILLIS, heartbeatMillis)));
        double life = event.lifeMillis();
        if (life < MIN_LIFE_MILLIS || life == ConnectionEvent.FOREVER) {
            return open;
        }
        // A timer takes no more than 2^31-1 ms, and the conversion stops there.
        return open.with(startRenewal((int) Math.max(life - RENEWAL_LEAD_MILLIS, life / 2)));
    }

    private static Transition ping(Open open) {
        return Transition.to(new Open(open.attempts(), open.heartbeatMillis(), true, open.isRenewing()))
                .with(PING)
                .with(startTimer(PONG_MILLIS));
    }

    private static Open renewing(Open open, boolean isRenewing) {
        return new Open(open.attempts(), open.heartbeatMillis(), open.isAwaitingPeer(), isRenewing);
    }

    private Transition broken(Attempts attempts, ConnectionEvent event, double jitter) {
        return retry(attempts, 0, event.reason(), jitter).first(SUSPEND).first(hangUp(event.code()));
    }

    private Transition dropped(Attempts attempts, ConnectionEvent event, double jitter) {
        int code = event.code();
        if (code == CloseCode.UNAUTHENTICATED && attempts.refusal() == null) {
            return attempt(attempts.refused(event.reason()));
        }
        if (code >= FIRST_FINAL_CODE && code <= LAST_FINAL_CODE) {
            return giveUp(code, event.reason());
        }
        String closed = "The connection was closed with code " + code;
        String reason = event.reason().isEmpty() ? closed + "." : closed + ": " + event.reason();
        int pauseSeconds = code == CloseCode.TRY_AGAIN_LATER ? RetryAfter.seconds(event.reason()) : 0;
        return retry(attempts, code, reason, pauseSeconds, jitter);
    }

    private Transition retry(Attempts attempts, int code, String reason, double jitter) {
        return retry(attempts, code, reason, 0, jitter);
    }

    /** The pause that the server asks for, and behind it the wait of the policy, which spreads the clients. */
    private Transition retry(Attempts attempts, int code, String reason, int pauseSeconds, double jitter) {
        Attempts failed = attempts.failed();
        int delayMillis = policy.delayMillis(failed.failures(), code, jitter);
        return delayMillis < 0
                ? giveUp(code, reason)
                : Transition.to(new Waiting(failed, reason, pauseSeconds > 0))
                        .with(startTimer(pauseSeconds * MILLIS + delayMillis));
    }

    private static Transition giveUp(int code, String reason) {
        Closed.Cause cause = switch (code) {
            case CloseCode.UNAUTHENTICATED -> Closed.Cause.UNAUTHENTICATED;
            case CloseCode.FORBIDDEN -> Closed.Cause.FORBIDDEN;
            case CloseCode.GONE -> Closed.Cause.GONE;
            default -> Closed.Cause.REFUSED;
        };
        return Transition.to(new Closed(cause, code, reason)).with(STOP_TIMER).with(GIVE_UP);
    }

    private static Closed closedOnRequest() {
        return new Closed(Closed.Cause.REQUESTED, CloseCode.NORMAL, "");
    }

    private static Closed unauthenticated(String reason) {
        return new Closed(Closed.Cause.UNAUTHENTICATED, CloseCode.UNAUTHENTICATED, reason);
    }
}
