package dev.samovar.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What each kind of frame of {@code samovar/1} must have, those that the reference profile has too among them. The
 * kinds that come only to who asked for pages are {@link PageFrameReader}'s, those that come only to who is present
 * {@link PresenceFrameReader}'s.
 */
final class SamovarFrameReader {
    private SamovarFrameReader() {}

    /** {@code null} for a kind that is not read here. */
    static @Nullable ServerFrame frame(String kind, Fields fields) {
        return switch (kind) {
            case "welcome" -> welcome(fields);
            case "begin" ->
                new ServerFrame.Begin(fields.text("sub"), fields.nonEmptyText("epoch"), fields.position("seq"));
            case "chunk" -> ChunkReader.chunk(fields);
            case "changes" ->
                new ServerFrame.Changes(fields.text("sub"), ChangeReader.changes("changes", fields.value("changes")));
            case "live" ->
                new ServerFrame.Live(fields.text("sub"), fields.nonEmptyText("epoch"), fields.position("seq"));
            case "flush" -> ChangeReader.flush(fields);
            case "rejected" ->
                new ServerFrame.Rejected(
                        fields.text("txId"), refusal(Fields.of("error of rejected", fields.optional("error"))));
            case "reset" -> new ServerFrame.Reset(fields.optionalText("sub"), fields.optionalText("reason"));
            case "sub-error" -> new ServerFrame.SubError(fields.text("sub"), refusal(fields));
            default -> null;
        };
    }

    private static ServerFrame.Welcome welcome(Fields fields) {
        Fields limits = Fields.of("limits of welcome", fields.optional("limits"));
        return new ServerFrame.Welcome(
                fields.whole("version", 1),
                fields.nonEmptyText("epoch"),
                fields.position("seq"),
                fields.nonEmptyText("session"),
                fields.whole("heartbeat", 1),
                fields.optionalCount("expires"),
                new ServerLimits(
                        limits.whole("frameBytes", 1),
                        limits.whole("opsPerMutation", 1),
                        limits.whole("subscriptions", 1),
                        limits.whole("unackedBytes", 1),
                        limits.whole("chunkBytes", 1)));
    }

    static Refusal refusal(Fields fields) {
        return new Refusal(fields.optionalText("code"), fields.text("message"), fields.optionalWhole("retryAfter", 0));
    }
}
