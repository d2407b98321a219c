package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.ResetReason;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.testkit.LiveRows;
import dev.samovar.testkit.Profile;
import dev.samovar.testkit.StorageCopy;
import dev.samovar.testkit.TestClient;
import dev.samovar.testkit.WebSockets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that is not the one whose positions the clients hold: PROTOCOL.md, 5.1 and 13.1. */
class EpochResetTest {
    private final Cups cups = new Cups();

    @AfterEach
    void close() {
        cups.close();
    }

    @ParameterizedTest
    @EnumSource
    void afterAWipeAClientShowsTheNewTableAndNothingOfTheOld(Profile profile) {
        cups.add(1, "old1", "old2");
        TestClient alice = cups.connect("alice", profile);
        LiveRows rows = alice.subscribe("cups");
        assertThat(rows.rows()).hasSize(2);

        cups.host.wipeStorage(WebSockets.CLOSE);
        pass(Duration.ofSeconds(1));
        cups.add(1, "new");
        alice.reconnect();

        assertReset(profile, rows);
        assertThat(rows.rows()).isEqualTo(cups.cups("true")).containsOnlyKeys("new");
    }

    @ParameterizedTest
    @EnumSource
    void afterAWipeAClientIsResetAlsoWhenNothingWasWrittenSince(Profile profile) {
        cups.add(1, "old");
        TestClient alice = cups.connect("alice", profile);
        LiveRows rows = alice.subscribe("cups");
        rows.rows();

        cups.host.wipeStorage(WebSockets.CLOSE);
        pass(Duration.ofSeconds(1));
        alice.reconnect();

        assertReset(profile, rows);
        assertThat(rows.rows()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasUndoneByARestoreIsGoneFromTheScreen(Profile profile) {
        cups.add(1, "kept");
        StorageCopy copy = cups.host.copyStorage();
        cups.add(1, "undone");
        cups.write("UPDATE cups SET size = 2");
        TestClient alice = cups.connect("alice", profile);
        LiveRows rows = alice.subscribe("cups");
        assertThat(rows.rows()).hasSize(2);

        cups.host.restoreStorage(copy, WebSockets.CLOSE);
        pass(Duration.ofSeconds(1));
        alice.reconnect();

        assertReset(profile, rows);
        assertThat(rows.rows()).isEqualTo(cups.cups("true")).containsOnlyKeys("kept");
    }

    @ParameterizedTest
    @EnumSource
    void aRestoredDatabaseThatHasOvertakenTheOldOneIsToldApart(Profile profile) {
        cups.add(1, "kept");
        StorageCopy copy = cups.host.copyStorage();
        cups.add(1, "undone");
        TestClient alice = cups.connect("alice", profile);
        LiveRows rows = alice.subscribe("cups");
        rows.rows();

        cups.host.restoreStorage(copy, WebSockets.CLOSE);
        pass(Duration.ofSeconds(1));
        for (int i = 0; i < 50; i++) {
            cups.add(1, "new" + i);
        }
        alice.reconnect();

        assertReset(profile, rows);
        assertThat(rows.rows()).isEqualTo(cups.cups("true")).hasSize(51).doesNotContainKey("undone");
    }

    @ParameterizedTest
    @EnumSource
    void aPositionFromBeforeTheCopyGoesOn(Profile profile) {
        cups.add(1, "kept");
        TestClient alice = cups.connect("alice", profile);
        LiveRows rows = alice.subscribe("cups");
        rows.rows();
        StorageCopy copy = cups.host.copyStorage();
        alice.drop();
        cups.add(1, "undone");

        cups.host.restoreStorage(copy, WebSockets.CLOSE);
        pass(Duration.ofSeconds(1));
        cups.add(1, "new");
        alice.frames();
        alice.reconnect();

        assertThat(rows.rows()).isEqualTo(cups.cups("true")).containsOnlyKeys("kept", "new");
        assertThat(alice.frames()).noneMatch(frame -> frame instanceof ServerFrame.Reset);
    }

    @ParameterizedTest
    @EnumSource
    void aRestoreOfOneTableResetsEveryFilterAndWindow(Profile profile) {
        cups.add(1, "kept");
        StorageCopy copy = cups.host.copyStorage();
        cups.add(5, "undone");
        TestClient alice = cups.connect("alice", profile);
        LiveRows large = alice.subscribe(Cups.where(Predicate.gt("size", 2)));
        LiveRows saucers = alice.subscribe("saucers");
        assertThat(large.rows()).hasSize(1);

        cups.host.restoreStorage(copy, WebSockets.CLOSE);
        pass(Duration.ofSeconds(1));
        alice.reconnect();

        assertReset(profile, large);
        assertReset(profile, saucers);
        assertThat(large.rows()).isEmpty();
    }

    private void pass(Duration time) {
        cups.host.clock().advance(time);
    }

    private static void assertReset(Profile profile, LiveRows rows) {
        assertThat(rows.isCaughtUp()).isTrue();
        if (profile == Profile.SAMOVAR_1) {
            assertThat(rows.resetReason()).isEqualTo(ResetReason.EPOCH);
        }
    }
}
