package dev.samovar.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each kind of frame must have that comes only to who is present. */
final class PresenceFrameReader {
    private PresenceFrameReader() {}

    /** {@code null} for a kind that is not read here. */
    static @Nullable ServerFrame frame(String kind, Fields fields) {
        return switch (kind) {
            case "present" -> new ServerFrame.Present(peers(fields), fields.optionalTexts("gone"));
            case "said" -> new ServerFrame.Said(fields.text("from"), fields.text("who"), fields.optional("data"));
            default -> null;
        };
    }

    private static List<Peer> peers(Fields fields) {
        ReadValue items = fields.optionalArray("peers");
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; items != null && i < items.size(); i++) {
            Items peer = Items.of("peer of present", items.item(i));
            peers.add(new Peer(peer.text(0, "session"), peer.text(1, "who"), peer.optional(2)));
        }
        return peers;
    }
}
