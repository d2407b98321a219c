package dev.samovar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.samovar.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotStreamTest {
    private final SnapshotStream begun = SnapshotStream.at("e", new Position(7), null);

    @Test
    void itsPlaceIsKeptAfterTheFirstPieceAndThenNowAndAgain() {
        List<Integer> kept = new ArrayList<>();
        SnapshotStream stream = begun;
        for (int piece = 1; piece <= 20; piece++) {
            stream = stream.behind((long) piece);
            if (stream.isToBeKept()) {
                kept.add(piece);
            }
        }

        assertThat(kept).containsExactly(1, 9, 17);
    }

    @Test
    void whatWasKeptIsReadAgainAndCountsAnew() {
        SnapshotStream stream = begun.behind(41L).behind(42L);

        assertThat(begun.toText()).isEqualTo("e 7 ");
        assertThat(SnapshotStream.parse(begun.toText())).isEqualTo(begun);
        assertThat(SnapshotStream.parse(stream.toText())).isEqualTo(SnapshotStream.at("e", new Position(7), 42L));
    }
}
