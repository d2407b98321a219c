package dev.samovar.client.connection;

import static dev.samovar.client.connection.ConnectionEffect.Kind.CANCEL_DIAL;
import static dev.samovar.client.connection.ConnectionEffect.Kind.CANCEL_LIVENESS_TIMER;
import static dev.samovar.client.connection.ConnectionEffect.Kind.CANCEL_RETRY_TIMER;
import static dev.samovar.client.connection.ConnectionEffect.Kind.DIAL;
import static dev.samovar.client.connection.ConnectionEffect.Kind.GIVE_UP;
import static dev.samovar.client.connection.ConnectionEffect.Kind.HANG_UP;
import static dev.samovar.client.connection.ConnectionEffect.Kind.RESUME;
import static dev.samovar.client.connection.ConnectionEffect.Kind.SEND_PING;
import static dev.samovar.client.connection.ConnectionEffect.Kind.SUSPEND;
import static dev.samovar.client.connection.ConnectionEvent.Kind.CONNECT_REQUESTED;

import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Connecting;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.ConnectionState.Waiting;
import dev.samovar.protocol.CloseCode;

/**
 * The life of a connection, as a pure function. An event that a state does not name changes nothing.
 *
 * <pre>
 *            connect                  opened
 *   IDLE ------------> CONNECTING ------------> OPEN &lt;--.  liveness timer: ping, and wait for anything
 *    |                  ^  |   ^                 | |    |  peer heard: wait for the next ping, forget failures
 *    |   retry timer,   |  |   |                 | '----'
 *    |  retry requested |  |   |                 |
 *    |                  |  |   | connect         | dropped, or a ping without answer
 *    |                  |  v   |                 |
 *    |                WAITING  | &lt;---------------'
 *    |                  |      |      (CONNECTING goes there when it fails or is dropped)
 *    | close            v      |
 *    '--------------> CLOSED --'      from any state: close, or dropped with a code from 4000 to 4999
 * </pre>
 */
public final class Connection {
    /** How long an open socket may be quiet before it is asked for a sign of life. */
    public static final int PING_EVERY_MILLIS = 25_000;

    /** How long the sign of life may take before the socket counts as dead. */
    public static final int PONG_DEADLINE_MILLIS = 10_000;

    private static final String NO_ANSWER = "The server did not answer a ping within " + PONG_DEADLINE_MILLIS + " ms.";

    private static final int FIRST_TERMINAL_CODE = 4000;
    private static final int LAST_TERMINAL_CODE = 4999;

    private Connection() {}

    /**
     * What comes of an event.
     *
     * @param jitter random, from 0, below 1; spreads the attempts of many clients
     */
    public static Transition next(ConnectionState state, ConnectionEvent event, double jitter) {
        return switch (state.kind()) {
            case IDLE -> whileIdle(state, event);
            case CONNECTING -> whileConnecting((Connecting) state, event, jitter);
            case OPEN -> whileOpen((Open) state, event, jitter);
            case WAITING -> whileWaiting((Waiting) state, event);
            case CLOSED -> whileClosed(state, event);
        };
    }

    private static Transition whileIdle(ConnectionState idle, ConnectionEvent event) {
        return switch (event.kind()) {
            case CONNECT_REQUESTED -> Transition.to(new Connecting(0)).with(DIAL);
            case CLOSE_REQUESTED -> Transition.to(closedOnRequest()).with(GIVE_UP);
            case RETRY_REQUESTED, OPENED, OPEN_FAILED, DROPPED, PEER_HEARD, RETRY_TIMER_FIRED, LIVENESS_TIMER_FIRED ->
                Transition.to(idle);
        };
    }

    private static Transition whileConnecting(Connecting connecting, ConnectionEvent event, double jitter) {
        int failures = connecting.failures() + 1;
        return switch (event.kind()) {
            case OPENED ->
                Transition.to(new Open(connecting.failures(), false))
                        .with(ConnectionEffect.startLivenessTimer(PING_EVERY_MILLIS))
                        .with(RESUME);
            case OPEN_FAILED -> retry(new Waiting(failures, event.reason()), jitter);
            case DROPPED ->
                isTerminal(event.code())
                        ? Transition.to(closedBy(event)).with(GIVE_UP)
                        : retry(new Waiting(failures, describe(event)), jitter);
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest()).with(CANCEL_DIAL).with(GIVE_UP);
            case CONNECT_REQUESTED, RETRY_REQUESTED, PEER_HEARD, RETRY_TIMER_FIRED, LIVENESS_TIMER_FIRED ->
                Transition.to(connecting);
        };
    }

    private static Transition whileOpen(Open open, ConnectionEvent event, double jitter) {
        int failures = open.failures() + 1;
        return switch (event.kind()) {
            case DROPPED ->
                isTerminal(event.code())
                        ? Transition.to(closedBy(event))
                                .with(CANCEL_LIVENESS_TIMER)
                                .with(SUSPEND)
                                .with(GIVE_UP)
                        : retry(new Waiting(failures, describe(event)), jitter)
                                .with(CANCEL_LIVENESS_TIMER)
                                .with(SUSPEND);
            case LIVENESS_TIMER_FIRED ->
                open.isAwaitingPeer()
                        ? retry(new Waiting(failures, NO_ANSWER), jitter)
                                .with(HANG_UP)
                                .with(SUSPEND)
                        : Transition.to(new Open(open.failures(), true))
                                .with(SEND_PING)
                                .with(ConnectionEffect.startLivenessTimer(PONG_DEADLINE_MILLIS));
            case PEER_HEARD -> {
                Transition heard = Transition.to(new Open(0, false));
                yield open.isAwaitingPeer()
                        ? heard.with(ConnectionEffect.startLivenessTimer(PING_EVERY_MILLIS))
                        : heard;
            }
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest())
                        .with(CANCEL_LIVENESS_TIMER)
                        .with(HANG_UP)
                        .with(SUSPEND)
                        .with(GIVE_UP);
            case CONNECT_REQUESTED, RETRY_REQUESTED, OPENED, OPEN_FAILED, RETRY_TIMER_FIRED -> Transition.to(open);
        };
    }

    private static Transition whileWaiting(Waiting waiting, ConnectionEvent event) {
        return switch (event.kind()) {
            case RETRY_TIMER_FIRED ->
                Transition.to(new Connecting(waiting.failures())).with(DIAL);
            case RETRY_REQUESTED ->
                Transition.to(new Connecting(waiting.failures()))
                        .with(CANCEL_RETRY_TIMER)
                        .with(DIAL);
            case CLOSE_REQUESTED ->
                Transition.to(closedOnRequest()).with(CANCEL_RETRY_TIMER).with(GIVE_UP);
            case CONNECT_REQUESTED, OPENED, OPEN_FAILED, DROPPED, PEER_HEARD, LIVENESS_TIMER_FIRED ->
                Transition.to(waiting);
        };
    }

    private static Transition whileClosed(ConnectionState closed, ConnectionEvent event) {
        return event.kind() == CONNECT_REQUESTED
                ? Transition.to(new Connecting(0)).with(DIAL)
                : Transition.to(closed);
    }

    private static Transition retry(Waiting waiting, double jitter) {
        int delayMillis = Backoff.delayMillis(waiting.failures(), jitter);
        return Transition.to(waiting).with(ConnectionEffect.startRetryTimer(delayMillis));
    }

    /** RFC 6455 leaves these codes to applications; the server uses them for what a new attempt would not change. */
    private static boolean isTerminal(int code) {
        return code >= FIRST_TERMINAL_CODE && code <= LAST_TERMINAL_CODE;
    }

    private static Closed closedOnRequest() {
        return new Closed(Closed.Cause.REQUESTED, CloseCode.NORMAL, "");
    }

    private static Closed closedBy(ConnectionEvent dropped) {
        Closed.Cause cause = switch (dropped.code()) {
            case CloseCode.UNAUTHENTICATED -> Closed.Cause.UNAUTHENTICATED;
            case CloseCode.FORBIDDEN -> Closed.Cause.FORBIDDEN;
            default -> Closed.Cause.REFUSED;
        };
        return new Closed(cause, dropped.code(), dropped.reason());
    }

    private static String describe(ConnectionEvent dropped) {
        String closed = "The connection was closed with code " + dropped.code();
        return dropped.reason().isEmpty() ? closed + "." : closed + ": " + dropped.reason();
    }
}
