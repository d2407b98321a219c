package dev.samovar.sync;

import dev.samovar.protocol.ClientFrame;
import dev.samovar.protocol.ErrorCode;
import dev.samovar.protocol.MutationOp;
import dev.samovar.protocol.Refusal;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import dev.samovar.workers.DurableObjectState;
import dev.samovar.workers.DurableObjectStorage;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.List;
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
    private final Tables tables;
    private final Transactions transactions;
    private final ChangeLog log;
    private final Receipts receipts;
    private final Effects<C> effects;
    private final Shapes.Visibility<C> visibility;
    private final Publisher<C> publisher;
    private final Failures failures;
    private final Events events;

    Writes(
            DurableObjectState ctx,
            SyncSchema<C> schema,
            Tables tables,
            Transactions transactions,
            ChangeLog log,
            Receipts receipts,
            Effects<C> effects,
            Shapes.Visibility<C> visibility,
            Publisher<C> publisher,
            Failures failures,
            Events events) {
        this.ctx = ctx;
        this.schema = schema;
        this.tables = tables;
        this.transactions = transactions;
        this.log = log;
        this.receipts = receipts;
        this.effects = effects;
        this.visibility = visibility;
        this.publisher = publisher;
        this.failures = failures;
        this.events = events;
    }

    /** Answers a write. May wait, if the author's handlers do. */
    void answer(Session<C> session, PendingWrite write) {
        Receipt known = isLookedUpFirst(session, write) ? receipts.find(write.key()) : null;
        ServerFrame reply = known == null ? carryOut(session, write) : replay(known, write);
        if (reply instanceof ServerFrame.Committed done) {
            Wire.Settled settled = new Wire.Settled(done.txId(), done.seq(), done.result());
            if (done.seq().equals(publisher.head()) && effects.isEmpty()) {
                publisher.settleSoon(session, settled);
            } else {
                // An effect begins behind the answer, and a repetition is answered as the first time.
                publisher.settle(session, settled);
            }
        } else if (reply instanceof ServerFrame.Rejected rejected) {
            publisher.answer(session);
            session.wire().rejected(session, rejected.txId(), rejected.error());
        }
        if (events.areHeard()) {
            tell(session, write, reply);
        }
        effects.begin();
    }

    private void tell(Session<C> session, PendingWrite write, ServerFrame reply) {
        String code = reply instanceof ServerFrame.Rejected rejected
                ? rejected.error().code()
                : null;
        events.tell(
                new SyncEvent.WriteAnswered(session.id(), write.frame().kind().wireName(), code));
    }

    /**
     * A write that is new is not looked up: its receipt cannot be written twice. What cannot be rolled back must be,
     * and so should what is likely to be a repetition, because it would be authorized again.
     */
    private boolean isLookedUpFirst(Session<C> session, PendingWrite write) {
        return session.isRepeating() || (write.frame() instanceof ClientFrame.Call call && isWaiting(call));
    }

    private boolean isWaiting(ClientFrame.Call call) {
        CommandSchema<C> command = schema.command(call.name());
        return command != null && command.waiting() != null;
    }

    private ServerFrame carryOut(Session<C> session, PendingWrite write) {
        session.repeating(false);
        try {
            return write.frame() instanceof ClientFrame.Mut mut
                    ? mutate(session, write, mut)
                    : call(session, write, (ClientFrame.Call) write.frame());
        } catch (RejectedException rejected) {
            Receipt known = afterAll(write);
            return known == null ? rejected(write, rejected) : replay(known, write);
        } catch (RuntimeException failure) {
            Receipt known = afterAll(write);
            return known == null ? failed(write, failure) : replay(known, write);
        }
    }

    /** The receipt of a write that came to no good. It may have done so only because it is a repetition. */
    private @Nullable Receipt afterAll(PendingWrite write) {
        effects.forget();
        // A handler that waits may have written before it failed, in transactions of its own.
        publisher.publish(publisher.unpublished());
        publisher.spread();
        return receipts.find(write.key());
    }

    private ServerFrame rejected(PendingWrite write, RejectedException rejected) {
        if (rejected.isFinal()) {
            receipts.add(write.key(), write.payload(), rejected.refusal(), now());
        }
        return new ServerFrame.Rejected(write.key().txId(), rejected.refusal());
    }

    private ServerFrame failed(PendingWrite write, RuntimeException failure) {
        String what = write.frame() instanceof ClientFrame.Mut ? "mutation" : "command";
        return new ServerFrame.Rejected(write.key().txId(), failures.unexpected(failure, what));
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
        List<PreparedMutation<? extends MutationContext<C, ?>>> mutations = prepare(session, frame);
        for (PreparedMutation<? extends MutationContext<C, ?>> mutation : mutations) {
            mutation.authorize();
        }
        return commit(write, () -> {
            for (int op = 0; op < mutations.size(); op++) {
                execute(mutations.get(op), session, write, op);
            }
            return null;
        });
    }

    private <X extends MutationContext<C, ?>> void execute(
            PreparedMutation<X> mutation, Session<C> session, PendingWrite write, int op) {
        WrittenRow written = mutation.execute();
        if (written != null) {
            effects.record(session, write, op, mutation.context(), written);
        }
    }

    private List<PreparedMutation<? extends MutationContext<C, ?>>> prepare(Session<C> session, ClientFrame.Mut frame) {
        if (frame.ops().size() > SyncLimits.MAX_OPS_PER_MUTATION) {
            throw new RejectedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "mutation exceeds maxOpsPerMutation (" + SyncLimits.MAX_OPS_PER_MUTATION + ")");
        }
        SyncedTable<?> table = tables.require(frame.collection());
        List<PreparedMutation<? extends MutationContext<C, ?>>> mutations = new ArrayList<>();
        for (MutationOp op : frame.ops()) {
            PreparedMutation<? extends MutationContext<C, ?>> mutation = prepare(table, op, session);
            if (frame.ops().size() > 1) {
                mutation.context().place(mutations.size());
            }
            mutations.add(mutation);
        }
        return mutations;
    }

    @SuppressWarnings("unchecked") // a collection and its table are registered together, with one record type
    private <R> PreparedMutation<? extends MutationContext<C, ?>> prepare(
            SyncedTable<R> table, MutationOp op, Session<C> session) {
        CollectionSchema<C, R> collection = (CollectionSchema<C, R>)
                Objects.requireNonNull(schema.collections().get(table.name()));
        PreparedMutation<? extends MutationContext<C, ?>> prepared =
                collection.prepare(op, session.user(), storage(), table);
        prepared.context().within(visibility);
        return prepared;
    }

    private ServerFrame call(Session<C> session, PendingWrite write, ClientFrame.Call frame) {
        CommandSchema<C> command = schema.command(frame.name());
        if (command == null) {
            throw new RejectedException(ErrorCode.UNKNOWN_COMMAND, "unknown command '" + frame.name() + "'");
        }
        CommandContext<C> context = new CommandContext<>(session.user(), storage(), transactions, (Value) frame.args());
        command.validate(context);
        command.authorization().authorize(context);
        // Encoded before the transaction ends: a result that cannot be sent rolls its command back.
        CommandSchema.CommandStep<C> plain = command.plain();
        if (plain != null) {
            return commit(write, () -> recorded(session, write, command, context, encoded(plain.run(context))));
        }
        EncodedValue result = encoded(Objects.requireNonNull(command.waiting()).run(context));
        return commit(write, () -> recorded(session, write, command, context, result));
    }

    private EncodedValue recorded(
            Session<C> session,
            PendingWrite write,
            CommandSchema<C> command,
            CommandContext<C> context,
            EncodedValue result) {
        if (command.effect() != null) {
            effects.record(session, write, ((ClientFrame.Call) write.frame()).name(), context.args(), result);
        }
        return result;
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
            NewChanges added = added(write);
            receipts.add(write.key(), write.payload(), added.head(), result, now());
            return new Commit(result, added);
        });
        publisher.publish(commit.added);
        return new ServerFrame.Committed(write.key().txId(), commit.added.head(), commit.result);
    }

    /** What the write has added to the log. A mutation is mostly about rows of its own table: they are read with it. */
    private NewChanges added(PendingWrite write) {
        SyncedTable<?> table =
                write.frame() instanceof ClientFrame.Mut mutation ? tables.find(mutation.collection()) : null;
        return table == null || table.shapes().isEmpty() || ChangeLog.isTooWide(table)
                ? publisher.unpublished()
                : log.newChanges(publisher.head(), table);
    }

    private record Commit(@Nullable EncodedValue result, NewChanges added) {}

    private DurableObjectStorage storage() {
        return ctx.storage();
    }

    private long now() {
        return ctx.globalScope().currentTimeMillis();
    }
}
