package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Position;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code mut} and {@code call}, each once. Rows, log and receipt of a write are one transaction; only then
 * is the client told, its own changes first.
 *
 * <p>What will be refused again however often it is tried is recorded like a success. What failed for another reason is
 * not: the same transaction id may try again.
 */
final class Writes<C> {
    private final DurableObjectState ctx;
    private final SyncSchema<C> schema;
    private final Map<String, SyncedTable<?>> tables;
    private final Transactions transactions;
    private final ChangeLog log;
    private final Receipts receipts;
    private final Publisher<C> publisher;
    private final FrameSender sender;

    Writes(
            DurableObjectState ctx,
            SyncSchema<C> schema,
            Map<String, SyncedTable<?>> tables,
            Transactions transactions,
            ChangeLog log,
            Receipts receipts,
            Publisher<C> publisher,
            FrameSender sender) {
        this.ctx = ctx;
        this.schema = schema;
        this.tables = tables;
        this.transactions = transactions;
        this.log = log;
        this.receipts = receipts;
        this.publisher = publisher;
        this.sender = sender;
    }

    /** Answers a write. May wait, if the author's handlers do. */
    void answer(Session<C> session, PendingWrite write) {
        Receipt receipt = receipts.find(write.key());
        ServerFrame reply = receipt == null ? carryOut(session, write) : replay(receipt, write);
        if (reply instanceof ServerFrame.Committed) {
            publisher.flush(session);
        }
        sender.send(session.socket(), reply);
    }

    private ServerFrame carryOut(Session<C> session, PendingWrite write) {
        try {
            return write.frame() instanceof ClientFrame.Mut mut
                    ? mutate(session, write, mut)
                    : call(session, write, (ClientFrame.Call) write.frame());
        } catch (RejectedException rejected) {
            if (rejected.isFinal()) {
                receipts.add(write.key(), write.payload(), rejected.refusal(), now());
            }
            return refused(write, rejected.refusal());
        } catch (RuntimeException failure) {
            String what = write.frame() instanceof ClientFrame.Mut ? "mutation" : "command";
            ctx.globalScope().console().error("A " + what + " failed. Its client is told no more than that.", failure);
            return refused(write, Refusal.of(ErrorCode.EXECUTE_FAILED, what + " failed"));
        }
    }

    /** A handler that waits may have written before it failed, in transactions of its own. */
    private ServerFrame refused(PendingWrite write, Refusal refusal) {
        publisher.publish(log.since(publisher.head()));
        return new ServerFrame.Rejected(write.key().txId(), refusal);
    }

    private static ServerFrame replay(Receipt receipt, PendingWrite write) {
        String txId = write.key().txId();
        if (!receipt.payload().equals(write.payload())) {
            return new ServerFrame.Rejected(
                    txId,
                    Refusal.of(
                            ErrorCode.TX_ID_REUSED,
                            "the transaction id was used for another write; take a new one for each write"));
        }
        if (receipt.refusal() != null) {
            return new ServerFrame.Rejected(txId, receipt.refusal());
        }
        Receipt.Committed committed = Objects.requireNonNull(receipt.committed());
        return new ServerFrame.Committed(txId, committed.seq(), committed.result());
    }

    private ServerFrame mutate(Session<C> session, PendingWrite write, ClientFrame.Mut frame) {
        List<PreparedMutation<?>> mutations = prepare(session, frame);
        for (PreparedMutation<?> mutation : mutations) {
            mutation.authorize();
        }
        return commit(write, () -> {
            mutations.forEach(PreparedMutation::execute);
            return null;
        });
    }

    private List<PreparedMutation<?>> prepare(Session<C> session, ClientFrame.Mut frame) {
        if (frame.ops().size() > SyncLimits.MAX_OPS_PER_MUTATION) {
            throw new RejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "mutation exceeds maxOpsPerMutation (" + SyncLimits.MAX_OPS_PER_MUTATION + ")");
        }
        CollectionSchema<C, ?> collection = schema.collections().get(frame.collection());
        if (collection == null) {
            throw new RejectedException(
                    ErrorCode.UNKNOWN_COLLECTION, "unknown collection '" + frame.collection() + "'");
        }
        List<PreparedMutation<?>> mutations = new ArrayList<>();
        for (MutationOp op : frame.ops()) {
            mutations.add(prepare(collection, op, session));
        }
        return mutations;
    }

    @SuppressWarnings("unchecked") // a collection and its table are registered together, with one record type
    private <R> PreparedMutation<?> prepare(CollectionSchema<C, R> collection, MutationOp op, Session<C> session) {
        SyncedTable<R> table = (SyncedTable<R>) Objects.requireNonNull(tables.get(collection.table()));
        return collection.prepare(op, session.user(), storage(), table);
    }

    private ServerFrame call(Session<C> session, PendingWrite write, ClientFrame.Call frame) {
        CommandSchema<C> command = schema.command(frame.name());
        if (command == null) {
            throw new RejectedException(ErrorCode.UNKNOWN_COMMAND, "unknown command '" + frame.name() + "'");
        }
        CommandContext<C> context = new CommandContext<>(session.user(), storage(), transactions, frame.args());
        command.authorization().authorize(context);
        // Encoded before the transaction ends: a result that cannot be sent rolls its command back.
        CommandSchema.CommandStep<C> plain = command.plain();
        if (plain != null) {
            return commit(write, () -> encoded(plain.run(context)));
        }
        EncodedValue result = encoded(Objects.requireNonNull(command.waiting()).run(context));
        return commit(write, () -> result);
    }

    private static EncodedValue encoded(Value result) {
        EncodedValue encoded;
        try {
            encoded = EncodedValue.of(result);
        } catch (IllegalArgumentException notEncodable) {
            throw unsendable(Objects.requireNonNullElse(notEncodable.getMessage(), "unknown"));
        }
        int bytes = encoded.bytes().length;
        if (bytes > SqlStorage.MAX_VALUE_BYTES) {
            throw unsendable("its receipt holds " + SqlStorage.MAX_VALUE_BYTES + " bytes, not " + bytes);
        }
        return encoded;
    }

    private static RejectedException unsendable(String why) {
        return new RejectedException(ErrorCode.NON_SERIALIZABLE, "non-serializable command result: " + why);
    }

    /** What a write does inside its transaction; it gives the result for the client, or {@code null}. */
    private interface Body {
        @Nullable
        EncodedValue run();
    }

    /** Runs a write in one transaction with its receipt, then publishes its changes. */
    private ServerFrame commit(PendingWrite write, Body body) {
        Commit commit = transactions.run(() -> {
            EncodedValue result = body.run();
            List<LogEntry> changes = log.since(publisher.head());
            Position seq = changes.isEmpty()
                    ? publisher.head()
                    : changes.get(changes.size() - 1).seq();
            receipts.add(write.key(), write.payload(), seq, result, now());
            return new Commit(seq, result, changes);
        });
        publisher.publish(commit.changes);
        return new ServerFrame.Committed(write.key().txId(), commit.seq, commit.result);
    }

    private record Commit(Position seq, @Nullable EncodedValue result, List<LogEntry> changes) {}

    private DurableObjectStorage storage() {
        return ctx.storage();
    }

    private long now() {
        return ctx.globalScope().currentTimeMillis();
    }
}
