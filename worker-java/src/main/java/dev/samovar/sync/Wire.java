package dev.samovar.sync;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ResetReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the two profiles: how a client is told what the engine has for it. */
abstract sealed class Wire permits ReferenceWire, SamovarWire {
    /** A write that was done. The seq of a repeated one is that of the first time. */
    record Settled(String txId, Position seq, @Nullable Encodable result) {}

    /**
     * Whether it is {@code samovar/1}: the record's types decide what the client sees, windows are kept, snapshots come
     * in pieces, and the client says how much it has handled.
     */
    abstract boolean isSamovar();

    /**
     * Tells the changes behind {@link Session#delivered} and names the head as the client's new boundary.
     *
     * @param done writes of the client; their changes are among those that are told
     * @param always whether the boundary is told even if nothing else is
     */
    abstract void flush(Session<?> session, Position head, List<Settled> done, boolean always);

    abstract void rejected(Session<?> session, String txId, Refusal refusal);

    abstract void subRefused(Session<?> session, String sub, Refusal refusal);

    abstract void reset(Session<?> session, String sub, ResetReason reason);

    /** Sends what a subscription has missed, and its boundary. */
    abstract void catchUp(Subscription<?> subscription, CatchUp missed, Position head);

    abstract void pageRefused(Session<?> session, String fetchId, Refusal refusal, Position head);

    /** Answers bytes that are no frame, or no frame that fits here. */
    abstract void malformed(Session<?> session, String reason, int closeCode);
}
