package dev.samovar.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.connection.ConnectionEffect.Kind;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Closed.Cause;
import dev.samovar.client.connection.ConnectionState.Connecting;
import dev.samovar.client.connection.ConnectionState.Idle;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.ConnectionState.Waiting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionTest {
    private static final double NO_JITTER = 0;

    record Cell(ConnectionState from, ConnectionEvent event, ConnectionState to, List<ConnectionEffect> effects) {}

    private static final Idle IDLE = new Idle();
    private static final Connecting FIRST_DIAL = new Connecting(0);
    private static final Connecting THIRD_DIAL = new Connecting(2);
    private static final Open OPEN = new Open(2, false);
    private static final Open PINGED = new Open(2, true);
    private static final Waiting WAITING = new Waiting(2, "lost");
    private static final Closed CLOSED = new Closed(Cause.REFUSED, 4000, "no");
    private static final Closed ON_REQUEST = new Closed(Cause.REQUESTED, 1000, "");

    private static final ConnectionEvent CONNECT = ConnectionEvent.of(ConnectionEvent.Kind.CONNECT_REQUESTED);
    private static final ConnectionEvent RETRY = ConnectionEvent.of(ConnectionEvent.Kind.RETRY_REQUESTED);
    private static final ConnectionEvent CLOSE = ConnectionEvent.of(ConnectionEvent.Kind.CLOSE_REQUESTED);
    private static final ConnectionEvent OPENED = ConnectionEvent.of(ConnectionEvent.Kind.OPENED);
    private static final ConnectionEvent FAILED = ConnectionEvent.openFailed("no token");
    private static final ConnectionEvent DROPPED = ConnectionEvent.dropped(1006, "");
    private static final ConnectionEvent EXPIRED = ConnectionEvent.dropped(4401, "token expired");
    private static final ConnectionEvent HEARD = ConnectionEvent.of(ConnectionEvent.Kind.PEER_HEARD);
    private static final ConnectionEvent RETRY_TIME = ConnectionEvent.of(ConnectionEvent.Kind.RETRY_TIMER_FIRED);
    private static final ConnectionEvent PING_TIME = ConnectionEvent.of(ConnectionEvent.Kind.LIVENESS_TIMER_FIRED);

    private static final Closed UNAUTHENTICATED = new Closed(Cause.UNAUTHENTICATED, 4401, "token expired");
    private static final String CLOSED_1006 = "The connection was closed with code 1006.";
    private static final ConnectionEffect RETRY_SOON = ConnectionEffect.startRetryTimer(0);
    private static final ConnectionEffect PING_LATER = ConnectionEffect.startLivenessTimer(25_000);
    private static final ConnectionEffect PONG_DEADLINE = ConnectionEffect.startLivenessTimer(10_000);

    static List<Cell> table() {
        return List.of(
                cell(IDLE, CONNECT, FIRST_DIAL, Kind.DIAL),
                cell(IDLE, CLOSE, ON_REQUEST, Kind.GIVE_UP),
                nothing(IDLE, RETRY),
                nothing(IDLE, OPENED),
                nothing(IDLE, FAILED),
                nothing(IDLE, DROPPED),
                nothing(IDLE, HEARD),
                nothing(IDLE, RETRY_TIME),
                nothing(IDLE, PING_TIME),
                //
                cell(THIRD_DIAL, OPENED, OPEN, PING_LATER, Kind.RESUME),
                cell(THIRD_DIAL, FAILED, new Waiting(3, "no token"), RETRY_SOON),
                cell(THIRD_DIAL, DROPPED, new Waiting(3, CLOSED_1006), RETRY_SOON),
                cell(THIRD_DIAL, EXPIRED, UNAUTHENTICATED, Kind.GIVE_UP),
                cell(THIRD_DIAL, CLOSE, ON_REQUEST, Kind.CANCEL_DIAL, Kind.GIVE_UP),
                nothing(THIRD_DIAL, CONNECT),
                nothing(THIRD_DIAL, RETRY),
                nothing(THIRD_DIAL, HEARD),
                nothing(THIRD_DIAL, RETRY_TIME),
                nothing(THIRD_DIAL, PING_TIME),
                //
                cell(OPEN, DROPPED, new Waiting(3, CLOSED_1006), RETRY_SOON, Kind.CANCEL_LIVENESS_TIMER, Kind.SUSPEND),
                cell(OPEN, EXPIRED, UNAUTHENTICATED, Kind.CANCEL_LIVENESS_TIMER, Kind.SUSPEND, Kind.GIVE_UP),
                cell(OPEN, PING_TIME, PINGED, Kind.SEND_PING, PONG_DEADLINE),
                cell(
                        PINGED,
                        PING_TIME,
                        new Waiting(3, "The server did not answer a ping within 10000 ms."),
                        RETRY_SOON,
                        Kind.HANG_UP,
                        Kind.SUSPEND),
                cell(OPEN, HEARD, new Open(0, false)),
                cell(PINGED, HEARD, new Open(0, false), PING_LATER),
                cell(OPEN, CLOSE, ON_REQUEST, Kind.CANCEL_LIVENESS_TIMER, Kind.HANG_UP, Kind.SUSPEND, Kind.GIVE_UP),
                nothing(OPEN, CONNECT),
                nothing(OPEN, RETRY),
                nothing(OPEN, OPENED),
                nothing(OPEN, FAILED),
                nothing(OPEN, RETRY_TIME),
                //
                cell(WAITING, RETRY_TIME, THIRD_DIAL, Kind.DIAL),
                cell(WAITING, RETRY, THIRD_DIAL, Kind.CANCEL_RETRY_TIMER, Kind.DIAL),
                cell(WAITING, CLOSE, ON_REQUEST, Kind.CANCEL_RETRY_TIMER, Kind.GIVE_UP),
                nothing(WAITING, CONNECT),
                nothing(WAITING, OPENED),
                nothing(WAITING, FAILED),
                nothing(WAITING, DROPPED),
                nothing(WAITING, EXPIRED),
                nothing(WAITING, HEARD),
                nothing(WAITING, PING_TIME),
                //
                cell(CLOSED, CONNECT, FIRST_DIAL, Kind.DIAL),
                nothing(CLOSED, RETRY),
                nothing(CLOSED, CLOSE),
                nothing(CLOSED, OPENED),
                nothing(CLOSED, FAILED),
                nothing(CLOSED, DROPPED),
                nothing(CLOSED, HEARD),
                nothing(CLOSED, RETRY_TIME),
                nothing(CLOSED, PING_TIME));
    }

    /** Effects are given as such, or as their kind if that says all. */
    private static Cell cell(ConnectionState from, ConnectionEvent event, ConnectionState to, Object... effects) {
        List<ConnectionEffect> list = new ArrayList<>();
        for (Object effect : effects) {
            list.add(effect instanceof Kind kind ? ConnectionEffect.of(kind) : (ConnectionEffect) effect);
        }
        return new Cell(from, event, to, list);
    }

    private static Cell nothing(ConnectionState state, ConnectionEvent event) {
        return cell(state, event, state);
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyCellHolds(Cell cell) {
        Transition transition = Connection.next(cell.from, cell.event, NO_JITTER);

        assertThat(transition).isEqualTo(new Transition(cell.to, cell.effects));
    }

    @Test
    void theTableIsComplete() {
        Set<String> wanted = new HashSet<>();
        for (ConnectionState.Kind state : ConnectionState.Kind.values()) {
            for (ConnectionEvent.Kind event : ConnectionEvent.Kind.values()) {
                wanted.add(state + " x " + event);
            }
        }

        Set<String> covered = new HashSet<>();
        Set<ConnectionEffect.Kind> effects = new HashSet<>();
        for (Cell cell : table()) {
            covered.add(cell.from.kind() + " x " + cell.event.kind());
            cell.effects.forEach(effect -> effects.add(effect.kind()));
        }

        assertThat(covered).isEqualTo(wanted);
        assertThat(effects).containsExactlyInAnyOrder(ConnectionEffect.Kind.values());
    }

    @Test
    void closeCodesFrom4000To4999AreFinalAndTyped() {
        assertThat(afterDrop(3999)).isInstanceOf(Waiting.class);
        assertThat(afterDrop(4000)).isEqualTo(new Closed(Cause.REFUSED, 4000, ""));
        assertThat(afterDrop(4401)).isEqualTo(new Closed(Cause.UNAUTHENTICATED, 4401, ""));
        assertThat(afterDrop(4403)).isEqualTo(new Closed(Cause.FORBIDDEN, 4403, ""));
        assertThat(afterDrop(4999)).isEqualTo(new Closed(Cause.REFUSED, 4999, ""));
        assertThat(afterDrop(5000)).isInstanceOf(Waiting.class);
        assertThat(afterDrop(1011)).isInstanceOf(Waiting.class);
    }

    @Test
    void aServerThatAcceptsAndBreaksIsDialledEverMoreSlowly() {
        ConnectionState state = FIRST_DIAL;
        for (int round = 1; round <= 4; round++) {
            state = Connection.next(state, OPENED, NO_JITTER).state();
            Transition dropped = Connection.next(state, DROPPED, 0.999_999);
            assertThat(dropped.effects()).contains(ConnectionEffect.startRetryTimer(Backoff.boundMillis(round)));
            state = Connection.next(dropped.state(), RETRY_TIME, NO_JITTER).state();
        }
    }

    private static ConnectionState afterDrop(int code) {
        return Connection.next(OPEN, ConnectionEvent.dropped(code, ""), NO_JITTER)
                .state();
    }
}
