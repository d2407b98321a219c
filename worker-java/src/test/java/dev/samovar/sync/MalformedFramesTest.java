package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.Limits;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.TestClient;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PROTOCOL.md, 3.5, 10.1 and 10.3. */
class MalformedFramesTest {
    private final Cups cups = new Cups();

    @AfterEach
    void close() {
        cups.close();
    }

    static Stream<Consumer<TestClient>> malformed() {
        return Stream.of(
                client -> client.socket().send(new byte[0]),
                client -> client.socket().send(new byte[] {(byte) 0xc1}),
                client -> client.socket().send("{\"t\":\"sub\"}".getBytes(StandardCharsets.UTF_8)),
                client -> client.socket().send("not a ping"),
                client -> client.send(new ClientFrame.Unsub("x".repeat(SyncLimits.MAX_ID_CHARS + 1))));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void closesASamovarConnectionAndCostsNobodyElseAnything(Consumer<TestClient> send) {
        TestClient alice = cups.connect("alice");
        LiveRows seenByBob = cups.connect("bob").subscribe("cups");
        alice.subscribe("cups").rows();

        send.accept(alice);
        cups.add(1, "a");

        assertThat(alice.socket().closeCode()).isEqualTo(1007);
        assertThat(seenByBob.rows()).containsOnlyKeys("a");
        assertThat(cups.count("SELECT COUNT(*) FROM _sync_subscriptions")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isIgnoredInTheReferenceProfile(Consumer<TestClient> send) {
        TestClient alice = cups.connect("alice", Profile.REFERENCE);
        LiveRows rows = alice.subscribe("cups");

        send.accept(alice);
        cups.add(1, "a");

        assertThat(alice.socket().isOpen()).isTrue();
        assertThat(rows.rows()).containsOnlyKeys("a");
    }

    @Test
    void aFrameThatIsTooLargeClosesASamovarConnectionWithItsOwnCode() {
        TestClient alice = cups.connect("alice");
        TestClient bob = cups.connect("bob", Profile.REFERENCE);

        alice.socket().send(new byte[Limits.SERVER_INBOUND.maxFrameBytes() + 1]);
        bob.socket().send(new byte[Limits.SERVER_INBOUND.maxFrameBytes() + 1]);

        assertThat(alice.socket().closeCode()).isEqualTo(1009);
        assertThat(bob.socket().isOpen()).isTrue();
    }

    @Test
    void aHelloThatIsNotTheFirstFrameIsMalformed() {
        TestClient alice = cups.connect("alice");
        TestClient bob = cups.connect("bob", Profile.REFERENCE);
        LiveRows rows = bob.subscribe("cups");

        alice.send(new ClientFrame.Hello(1, null));
        bob.send(new ClientFrame.Hello(1, null));
        cups.add(1, "a");

        assertThat(alice.socket().closeCode()).isEqualTo(1007);
        assertThat(rows.rows()).containsOnlyKeys("a");
    }

    @Test
    void framesOfSamovarAreNothingToAClientThatDidNotSayHello() {
        TestClient bob = cups.connect("bob", Profile.REFERENCE);
        LiveRows rows = bob.subscribe("cups");

        bob.send(new ClientFrame.Ack(1e15));
        bob.send(new ClientFrame.Leave());
        cups.add(1, "a");

        assertThat(rows.rows()).containsOnlyKeys("a");
    }
}
