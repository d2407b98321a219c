package dev.samovar.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.client.connection.ConnectionEffect.Kind;
import dev.samovar.client.connection.ConnectionState.Closed;
import dev.samovar.client.connection.ConnectionState.Closed.Cause;
import dev.samovar.client.connection.ConnectionState.Dialing;
import dev.samovar.client.connection.ConnectionState.Fetching;
import dev.samovar.client.connection.ConnectionState.Greeting;
import dev.samovar.client.connection.ConnectionState.Idle;
import dev.samovar.client.connection.ConnectionState.Open;
import dev.samovar.client.connection.ConnectionState.Waiting;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionTest {
    private static final double NO_JITTER = 0;
    private static final Connection CONNECTION = new Connection(RetryPolicy.DEFAULT);

    record Cell(ConnectionState from, ConnectionEvent event, ConnectionState to, List<ConnectionEffect> effects) {}

    private static final Attempts TWICE = new Attempts(2, null);
    private static final Attempts THRICE = new Attempts(3, null);
    private static final Attempts REFUSED_TWICE = new Attempts(2, "expired");

    private static final Idle IDLE = new Idle();
    private static final Fetching FIRST_FETCH = new Fetching(Attempts.none());
    private static final Fetching FETCHING = new Fetching(TWICE);
    private static final Fetching FETCHING_ANEW = new Fetching(REFUSED_TWICE);
    private static final Dialing DIALING = new Dialing(TWICE);
    private static final Dialing DIALING_ANEW = new Dialing(REFUSED_TWICE);
    private static final Greeting GREETING = new Greeting(TWICE);
    private static final Greeting GREETING_ANEW = new Greeting(REFUSED_TWICE);
    private static final Open OPEN = new Open(TWICE, 25_000, false, false);
    private static final Open OPEN_ANEW = new Open(REFUSED_TWICE, 25_000, false, false);
    private static final Open PINGED = new Open(TWICE, 25_000, true, false);
    private static final Open SOUND = new Open(Attempts.none(), 25_000, false, false);
    private static final Open RENEWING = new Open(TWICE, 25_000, false, true);
    private static final Waiting WAITING = waiting(TWICE, "lost");
    private static final Waiting PAUSING = new Waiting(TWICE, "busy", true);
    private static final Closed CLOSED = new Closed(Cause.REFUSED, 4000, "no");
    private static final Closed ON_REQUEST = new Closed(Cause.REQUESTED, 1000, "");
    private static final Closed UNAUTHENTICATED = new Closed(Cause.UNAUTHENTICATED, 4401, "expired");
    private static final Closed GONE = new Closed(Cause.GONE, 4410, "deleted");

    private static final ConnectionEvent NEEDED = ConnectionEvent.of(ConnectionEvent.Kind.NEEDED);
    private static final ConnectionEvent REVIVED = ConnectionEvent.of(ConnectionEvent.Kind.REVIVED);
    private static final ConnectionEvent CLOSE = ConnectionEvent.of(ConnectionEvent.Kind.CLOSE_REQUESTED);
    private static final ConnectionEvent GOT = ConnectionEvent.of(ConnectionEvent.Kind.TOKEN_GOT);
    private static final ConnectionEvent UNCHANGED = ConnectionEvent.of(ConnectionEvent.Kind.TOKEN_UNCHANGED);
    private static final ConnectionEvent NO_TOKEN = ConnectionEvent.tokenFailed("signed out");
    private static final ConnectionEvent OPENED = ConnectionEvent.of(ConnectionEvent.Kind.OPENED);
    private static final ConnectionEvent FAILED = ConnectionEvent.dialFailed("no socket");
    private static final ConnectionEvent WELCOMED = ConnectionEvent.welcomed(25_000, ConnectionEvent.FOREVER);
    private static final ConnectionEvent WELCOMED_FOR_AN_HOUR = ConnectionEvent.welcomed(25_000, 3_600_000);
    private static final ConnectionEvent HEARD = ConnectionEvent.of(ConnectionEvent.Kind.HEARD);
    private static final ConnectionEvent BROKEN = ConnectionEvent.broken(1007, "no frame");
    private static final ConnectionEvent DROPPED = ConnectionEvent.dropped(1006, "");
    private static final ConnectionEvent BUSY = ConnectionEvent.dropped(1013, "retry-after=30; slowly");
    private static final ConnectionEvent EXPIRED = ConnectionEvent.dropped(4401, "expired");
    private static final ConnectionEvent DELETED = ConnectionEvent.dropped(4410, "deleted");
    private static final ConnectionEvent TIME = ConnectionEvent.of(ConnectionEvent.Kind.TIMER_FIRED);
    private static final ConnectionEvent RENEWAL = ConnectionEvent.of(ConnectionEvent.Kind.RENEWAL_DUE);
    private static final ConnectionEvent ONLINE = ConnectionEvent.of(ConnectionEvent.Kind.WENT_ONLINE);
    private static final ConnectionEvent OFFLINE = ConnectionEvent.of(ConnectionEvent.Kind.WENT_OFFLINE);
    private static final ConnectionEvent SHOWN = ConnectionEvent.of(ConnectionEvent.Kind.SHOWN);

    private static final Waiting ASKED_TO_PAUSE =
            new Waiting(THRICE, "The connection was closed with code 1013: retry-after=30; slowly", true);

    private static final String CLOSED_1006 = "The connection was closed with code 1006.";
    private static final String LATE_SOCKET = "The socket did not open within 15000 ms.";
    private static final String LATE_WELCOME = "The server did not answer the hello within 15000 ms.";
    private static final String LATE_PONG = "The server did not answer a ping within 10000 ms.";

    private static final ConnectionEffect AT_ONCE = ConnectionEffect.startTimer(0);
    private static final ConnectionEffect TOKEN_TIME = ConnectionEffect.startTimer(20_000);
    private static final ConnectionEffect DIAL_TIME = ConnectionEffect.startTimer(15_000);
    private static final ConnectionEffect WELCOME_TIME = ConnectionEffect.startTimer(15_000);
    private static final ConnectionEffect FIRST_PING = ConnectionEffect.startTimer(5_000);
    private static final ConnectionEffect PONG_TIME = ConnectionEffect.startTimer(10_000);
    private static final ConnectionEffect HEARTBEAT = ConnectionEffect.startTimer(25_000);
    private static final ConnectionEffect HANG_UP = ConnectionEffect.hangUp(1000);

    static List<Cell> table() {
        List<Cell> table = new ArrayList<>();
        table.add(cell(IDLE, NEEDED, FIRST_FETCH, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(IDLE, REVIVED, FIRST_FETCH, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(IDLE, CLOSE, ON_REQUEST, Kind.GIVE_UP));
        nothing(table, IDLE, GOT, UNCHANGED, NO_TOKEN, OPENED, FAILED, WELCOMED, HEARD, BROKEN, DROPPED, EXPIRED, TIME);
        nothing(table, IDLE, RENEWAL, ONLINE, OFFLINE, SHOWN);

        table.add(cell(FETCHING, GOT, DIALING, DIAL_TIME, Kind.DIAL));
        table.add(cell(FETCHING, UNCHANGED, DIALING, DIAL_TIME, Kind.DIAL));
        table.add(cell(FETCHING_ANEW, GOT, DIALING_ANEW, DIAL_TIME, Kind.DIAL));
        table.add(cell(FETCHING_ANEW, UNCHANGED, UNAUTHENTICATED, Kind.STOP_TIMER, Kind.GIVE_UP));
        table.add(cell(FETCHING, NO_TOKEN, waiting(THRICE, "signed out"), AT_ONCE));
        table.add(cell(FETCHING, TIME, waiting(THRICE, "No token came within 20000 ms."), AT_ONCE));
        table.add(cell(FETCHING, CLOSE, ON_REQUEST, Kind.STOP_TIMER, Kind.GIVE_UP));
        nothing(table, FETCHING, NEEDED, REVIVED, OPENED, FAILED, WELCOMED, HEARD, BROKEN, DROPPED, EXPIRED, RENEWAL);
        nothing(table, FETCHING, ONLINE, OFFLINE, SHOWN);

        table.add(cell(DIALING, OPENED, GREETING, WELCOME_TIME, Kind.GREET));
        table.add(cell(DIALING, FAILED, waiting(THRICE, "no socket"), AT_ONCE));
        table.add(cell(DIALING, DROPPED, waiting(THRICE, CLOSED_1006), AT_ONCE));
        table.add(cell(DIALING, BUSY, ASKED_TO_PAUSE, ConnectionEffect.startTimer(30_000)));
        table.add(cell(DIALING, EXPIRED, FETCHING_ANEW, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(DIALING_ANEW, EXPIRED, UNAUTHENTICATED, Kind.STOP_TIMER, Kind.GIVE_UP));
        table.add(cell(DIALING, TIME, waiting(THRICE, LATE_SOCKET), AT_ONCE, HANG_UP));
        table.add(cell(DIALING, CLOSE, ON_REQUEST, Kind.STOP_TIMER, HANG_UP, Kind.GIVE_UP));
        nothing(table, DIALING, NEEDED, REVIVED, GOT, UNCHANGED, NO_TOKEN, WELCOMED, HEARD, BROKEN, RENEWAL, ONLINE);
        nothing(table, DIALING, OFFLINE, SHOWN);

        table.add(cell(GREETING, WELCOMED, OPEN, FIRST_PING));
        table.add(cell(GREETING, WELCOMED_FOR_AN_HOUR, OPEN, FIRST_PING, ConnectionEffect.startRenewal(3_540_000)));
        table.add(cell(GREETING, BROKEN, waiting(THRICE, "no frame"), hangUp(1007), Kind.SUSPEND, AT_ONCE));
        table.add(cell(GREETING, DROPPED, waiting(THRICE, CLOSED_1006), Kind.SUSPEND, AT_ONCE));
        table.add(cell(GREETING, BUSY, ASKED_TO_PAUSE, Kind.SUSPEND, ConnectionEffect.startTimer(30_000)));
        table.add(cell(GREETING, EXPIRED, FETCHING_ANEW, Kind.SUSPEND, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(GREETING_ANEW, EXPIRED, UNAUTHENTICATED, Kind.SUSPEND, Kind.STOP_TIMER, Kind.GIVE_UP));
        table.add(cell(GREETING, TIME, waiting(THRICE, LATE_WELCOME), HANG_UP, Kind.SUSPEND, AT_ONCE));
        table.add(cell(GREETING, CLOSE, ON_REQUEST, Kind.STOP_TIMER, HANG_UP, Kind.SUSPEND, Kind.GIVE_UP));
        nothing(table, GREETING, NEEDED, REVIVED, GOT, UNCHANGED, NO_TOKEN, OPENED, FAILED, HEARD, RENEWAL, ONLINE);
        nothing(table, GREETING, OFFLINE, SHOWN);

        table.add(cell(OPEN, TIME, PINGED, Kind.PING, PONG_TIME));
        table.add(cell(OPEN, ONLINE, PINGED, Kind.PING, PONG_TIME));
        table.add(cell(OPEN, OFFLINE, PINGED, Kind.PING, PONG_TIME));
        table.add(cell(OPEN, SHOWN, PINGED, Kind.PING, PONG_TIME));
        table.add(cell(PINGED, HEARD, SOUND, HEARTBEAT));
        table.add(cell(PINGED, TIME, waiting(THRICE, LATE_PONG), HANG_UP, Kind.STOP_RENEWAL, Kind.SUSPEND, AT_ONCE));
        table.add(cell(OPEN, DROPPED, waiting(THRICE, CLOSED_1006), Kind.STOP_RENEWAL, Kind.SUSPEND, AT_ONCE));
        table.add(
                cell(OPEN, BUSY, ASKED_TO_PAUSE, Kind.STOP_RENEWAL, Kind.SUSPEND, ConnectionEffect.startTimer(30_000)));
        table.add(cell(OPEN, EXPIRED, FETCHING_ANEW, Kind.STOP_RENEWAL, Kind.SUSPEND, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(
                OPEN_ANEW, EXPIRED, UNAUTHENTICATED, Kind.STOP_RENEWAL, Kind.SUSPEND, Kind.STOP_TIMER, Kind.GIVE_UP));
        table.add(cell(OPEN, DELETED, GONE, Kind.STOP_RENEWAL, Kind.SUSPEND, Kind.STOP_TIMER, Kind.GIVE_UP));
        table.add(cell(
                OPEN, BROKEN, waiting(THRICE, "no frame"), Kind.STOP_RENEWAL, hangUp(1007), Kind.SUSPEND, AT_ONCE));
        table.add(cell(OPEN, RENEWAL, RENEWING, Kind.FETCH_TOKEN));
        table.add(cell(RENEWING, GOT, DIALING, HANG_UP, Kind.SUSPEND, DIAL_TIME, Kind.DIAL));
        table.add(cell(RENEWING, UNCHANGED, OPEN, ConnectionEffect.startRenewal(30_000)));
        table.add(cell(RENEWING, NO_TOKEN, OPEN, ConnectionEffect.startRenewal(30_000)));
        table.add(
                cell(OPEN, CLOSE, ON_REQUEST, Kind.STOP_TIMER, Kind.STOP_RENEWAL, HANG_UP, Kind.SUSPEND, Kind.GIVE_UP));
        nothing(table, OPEN, NEEDED, REVIVED, GOT, UNCHANGED, NO_TOKEN, OPENED, FAILED, WELCOMED, HEARD);
        nothing(table, PINGED, ONLINE, OFFLINE, SHOWN);

        table.add(cell(WAITING, TIME, FETCHING, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(WAITING, REVIVED, FETCHING, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(WAITING, ONLINE, FETCHING, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(WAITING, SHOWN, FETCHING, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(WAITING, OFFLINE, WAITING, ConnectionEffect.startTimer(30_000)));
        table.add(cell(WAITING, CLOSE, ON_REQUEST, Kind.STOP_TIMER, Kind.GIVE_UP));
        nothing(table, WAITING, NEEDED, GOT, UNCHANGED, NO_TOKEN, OPENED, FAILED, WELCOMED, HEARD, BROKEN, DROPPED);
        nothing(table, WAITING, EXPIRED, RENEWAL);

        table.add(cell(PAUSING, TIME, FETCHING, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(PAUSING, REVIVED, FETCHING, TOKEN_TIME, Kind.FETCH_TOKEN));
        table.add(cell(PAUSING, CLOSE, ON_REQUEST, Kind.STOP_TIMER, Kind.GIVE_UP));
        nothing(table, PAUSING, NEEDED, ONLINE, OFFLINE, SHOWN);

        table.add(cell(CLOSED, REVIVED, FIRST_FETCH, TOKEN_TIME, Kind.FETCH_TOKEN));
        nothing(table, CLOSED, NEEDED, CLOSE, GOT, UNCHANGED, NO_TOKEN, OPENED, FAILED, WELCOMED, HEARD, BROKEN);
        nothing(table, CLOSED, DROPPED, EXPIRED, TIME, RENEWAL, ONLINE, OFFLINE, SHOWN);
        return table;
    }

    private static Waiting waiting(Attempts attempts, String reason) {
        return new Waiting(attempts, reason, false);
    }

    private static ConnectionEffect hangUp(int code) {
        return ConnectionEffect.hangUp(code);
    }

    /** Effects are given as such, or as their kind if that says all. */
    private static Cell cell(ConnectionState from, ConnectionEvent event, ConnectionState to, Object... effects) {
        List<ConnectionEffect> list = new ArrayList<>();
        for (Object effect : effects) {
            list.add(effect instanceof Integer kind ? ConnectionEffect.of(kind) : (ConnectionEffect) effect);
        }
        return new Cell(from, event, to, list);
    }

    private static void nothing(List<Cell> table, ConnectionState state, ConnectionEvent... events) {
        for (ConnectionEvent event : events) {
            table.add(cell(state, event, state));
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyCellHolds(Cell cell) {
        Transition transition = CONNECTION.next(cell.from, cell.event, NO_JITTER);

        assertThat(transition).isEqualTo(new Transition(cell.to, cell.effects));
    }

    @Test
    void theTableIsComplete() throws IllegalAccessException {
        Set<String> wanted = new HashSet<>();
        for (Class<?> state : ConnectionState.class.getPermittedSubclasses()) {
            for (int event : kinds(ConnectionEvent.Kind.class)) {
                wanted.add(state + " x " + event);
            }
        }

        Set<String> covered = new HashSet<>();
        Set<Integer> effects = new HashSet<>();
        for (Cell cell : table()) {
            covered.add(cell.from.getClass() + " x " + cell.event.kind());
            cell.effects.forEach(effect -> effects.add(effect.kind()));
        }

        assertThat(covered).isEqualTo(wanted);
        assertThat(effects).containsExactlyInAnyOrderElementsOf(kinds(Kind.class));
    }

    /** All of them, each another. */
    private static Set<Integer> kinds(Class<?> constants) throws IllegalAccessException {
        Set<Integer> kinds = new HashSet<>();
        for (Field constant : constants.getFields()) {
            assertThat(kinds.add(constant.getInt(null))).as(constant.getName()).isTrue();
        }
        return kinds;
    }

    @Test
    void closeCodesFrom4000To4999AreFinalAndTyped() {
        assertThat(afterDrop(3999)).isInstanceOf(Waiting.class);
        assertThat(afterDrop(4000)).isEqualTo(new Closed(Cause.REFUSED, 4000, ""));
        assertThat(afterDrop(4403)).isEqualTo(new Closed(Cause.FORBIDDEN, 4403, ""));
        assertThat(afterDrop(4410)).isEqualTo(new Closed(Cause.GONE, 4410, ""));
        assertThat(afterDrop(4999)).isEqualTo(new Closed(Cause.REFUSED, 4999, ""));
        assertThat(afterDrop(5000)).isInstanceOf(Waiting.class);
        assertThat(afterDrop(1011)).isInstanceOf(Waiting.class);
        assertThat(afterDrop(1013)).isInstanceOf(Waiting.class);
    }

    @Test
    void aFrameThatTheServerCannotReadWouldEndTheSameTheNextTime() {
        assertThat(afterDrop(1007)).isEqualTo(closedBecauseOf(1007));
        assertThat(afterDrop(1009)).isEqualTo(closedBecauseOf(1009));
    }

    @Test
    void thePolicyIsAskedWithWhatIsKnownAndMayGiveUp() {
        List<String> asked = new ArrayList<>();
        Connection connection = new Connection((failures, code, jitter) -> {
            asked.add(failures + " " + code + " " + jitter);
            return failures < 4 ? 7_000 : RetryPolicy.GIVE_UP;
        });

        Transition waiting = connection.next(OPEN, ConnectionEvent.dropped(1013, "busy"), 0.5);
        Transition closed = connection.next(new Open(THRICE, 25_000, false, false), DROPPED, 0.25);

        assertThat(waiting.effects()).contains(ConnectionEffect.startTimer(7_000));
        assertThat(closed.state()).isEqualTo(closedBecauseOf(1006));
        assertThat(asked).containsExactly("3 1013 0.5", "4 1006 0.25");
    }

    @Test
    void aServerThatSaysWhenIsNotDialledEarlierAndNotByAllAtOnce() {
        assertThat(wait(ConnectionEvent.dropped(1013, "retry-after=30; slowly"), 0))
                .isEqualTo(30_000);
        assertThat(wait(ConnectionEvent.dropped(1013, "retry-after=30; slowly"), 0.999_999))
                .isEqualTo(31_000);
        assertThat(wait(ConnectionEvent.dropped(1013, "retry-after=86400"), 0.999_999))
                .isEqualTo(301_000);
    }

    @Test
    void onlyACloseThatMeansLaterNamesATime() {
        assertThat(wait(ConnectionEvent.dropped(1011, "retry-after=30; slowly"), 0))
                .isZero();
        assertThat(wait(ConnectionEvent.dropped(1013, "slowly"), 0)).isZero();
    }

    @Test
    void aPolicyThatGivesUpDoesSoAlthoughTheServerNamesATime() {
        Connection connection = new Connection((failures, code, jitter) -> RetryPolicy.GIVE_UP);

        assertThat(connection.next(OPEN, BUSY, NO_JITTER).state()).isInstanceOf(Closed.class);
    }

    @Test
    void aServerThatAcceptsAndBreaksIsDialledEverMoreSlowly() {
        ConnectionState state = new Dialing(Attempts.none());
        for (int round = 1; round <= 4; round++) {
            state = next(next(state, OPENED), WELCOMED);
            Transition dropped = CONNECTION.next(state, DROPPED, 0.999_999);
            assertThat(dropped.effects()).contains(ConnectionEffect.startTimer(Backoff.boundMillis(round)));
            state = next(next(dropped.state(), TIME), GOT);
        }
    }

    @Test
    void aTokenThatIsAcceptedAndRefusedAgainIsNotFetchedForEver() {
        ConnectionState state = next(next(next(next(OPEN, EXPIRED), GOT), OPENED), WELCOMED);

        assertThat(next(state, EXPIRED)).isEqualTo(UNAUTHENTICATED);
        assertThat(next(next(next(state, TIME), HEARD), EXPIRED)).isInstanceOf(Fetching.class);
    }

    @Test
    void credentialsAreRenewedAMinuteBeforeTheirEndOrAfterHalfOfAShortLife() {
        assertThat(renewal(3_600_000)).contains(ConnectionEffect.startRenewal(3_540_000));
        assertThat(renewal(90_000)).contains(ConnectionEffect.startRenewal(45_000));
        assertThat(renewal(10_000)).contains(ConnectionEffect.startRenewal(5_000));
        assertThat(renewal(9_999)).containsExactly(FIRST_PING);
        assertThat(renewal(-1)).containsExactly(FIRST_PING);
        assertThat(renewal(1e15)).contains(ConnectionEffect.startRenewal(Integer.MAX_VALUE));
    }

    @Test
    void aHeartbeatShorterThanTheFirstPingIsKept() {
        assertThat(CONNECTION
                        .next(GREETING, ConnectionEvent.welcomed(1_000, ConnectionEvent.FOREVER), NO_JITTER)
                        .effects())
                .containsExactly(ConnectionEffect.startTimer(1_000));
    }

    private static int wait(ConnectionEvent drop, double jitter) {
        List<ConnectionEffect> effects = CONNECTION.next(OPEN, drop, jitter).effects();
        return effects.get(effects.size() - 1).number();
    }

    private static List<ConnectionEffect> renewal(double lifeMillis) {
        return CONNECTION
                .next(GREETING, ConnectionEvent.welcomed(25_000, lifeMillis), NO_JITTER)
                .effects();
    }

    private static Closed closedBecauseOf(int code) {
        return new Closed(Cause.REFUSED, code, "The connection was closed with code " + code + ".");
    }

    private static ConnectionState next(ConnectionState state, ConnectionEvent event) {
        return CONNECTION.next(state, event, NO_JITTER).state();
    }

    private static ConnectionState afterDrop(int code) {
        return next(OPEN, ConnectionEvent.dropped(code, ""));
    }
}
