package dev.samovar.sync;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The collections and commands of an object: the contract with its clients. */
public final class SyncSchema<C> {
    private final Map<String, CollectionSchema<C, ?>> collections = new LinkedHashMap<>();
    private final Map<String, CommandSchema<C>> commands = new LinkedHashMap<>();

    private final Set<String> scopeSources = new LinkedHashSet<>();

    private @Nullable PresenceRule<C> presence;

    SyncSchema() {}

    /**
     * Makes a table a collection. Its primary key must be one column of TEXT affinity; the table must have a usable
     * rowid.
     *
     * @param table its name: letters, digits and underscores, not starting with a digit or {@code _sync_}
     * @throws IllegalStateException if the table is a collection already
     */
    public <R> CollectionSchema<C, R> collection(String table, RowCodec<R> codec) {
        CollectionSchema<C, R> collection = new CollectionSchema<>(table, codec);
        if (collections.putIfAbsent(table, collection) != null) {
            throw new IllegalStateException("The collection " + table + " is defined twice.");
        }
        return collection;
    }

    /**
     * A command that runs in one transaction.
     *
     * @throws IllegalStateException if the name is taken
     */
    public <T extends @Nullable Object> CommandSchema<C> command(
            String name, ResultEncoder<? super T> encoder, CommandHandler<C, T> handler) {
        return add(name, CommandSchema.plain(encoder, handler));
    }

    /**
     * A command that may wait and runs in no transaction.
     *
     * @throws IllegalStateException if the name is taken
     */
    public <T extends @Nullable Object> CommandSchema<C> waitingCommand(
            String name, ResultEncoder<? super T> encoder, WaitingCommandHandler<C, T> handler) {
        return add(name, CommandSchema.waiting(encoder, handler));
    }

    /**
     * A command that runs in one transaction, with arguments by name. What the decoder refuses is answered before the
     * command is authorized.
     *
     * @throws IllegalStateException if the name is taken
     */
    public <A, T extends @Nullable Object> CommandSchema<C> command(
            String name, ArgsDecoder<A> args, ResultEncoder<? super T> encoder, TypedCommandHandler<C, A, T> handler) {
        return add(name, CommandSchema.plain(args, encoder, handler));
    }

    /**
     * A command that may wait and runs in no transaction, with arguments by name.
     *
     * @throws IllegalStateException if the name is taken
     */
    public <A, T extends @Nullable Object> CommandSchema<C> waitingCommand(
            String name,
            ArgsDecoder<A> args,
            ResultEncoder<? super T> encoder,
            TypedWaitingCommandHandler<C, A, T> handler) {
        return add(name, CommandSchema.waiting(args, encoder, handler));
    }

    /**
     * Says that what users may see depends on the rows of a collection: each change of them asks
     * {@link SyncDurableObject#visible} anew for everybody who is connected. Who comes back after such a change starts
     * from a new snapshot, so this is for collections that change seldom.
     */
    public void visibilityFollows(String collection) {
        scopeSources.add(collection);
    }

    /**
     * Lets clients of {@code samovar/1} be present: they see who else is, with a state of up to 4 KiB each, and may say
     * something of up to 16 KiB to all who are. Without it nobody is present.
     *
     * @param name what the others see of a user
     */
    public void presence(Function<? super C, String> name) {
        presence(name, user -> true);
    }

    /**
     * {@link #presence(Function)} for some.
     *
     * @param mayJoin who may be present, and so see the others
     */
    public void presence(Function<? super C, String> name, Predicate<? super C> mayJoin) {
        presence = new PresenceRule<>(name, mayJoin);
    }

    @Nullable
    PresenceRule<C> presence() {
        return presence;
    }

    private CommandSchema<C> add(String name, CommandSchema<C> command) {
        if (commands.putIfAbsent(name, command) != null) {
            throw new IllegalStateException("The command " + name + " is defined twice.");
        }
        return command;
    }

    Map<String, CollectionSchema<C, ?>> collections() {
        return collections;
    }

    /**
     * The collections that {@link #visibilityFollows} names.
     *
     * @throws IllegalStateException if one is no collection: its changes are not seen
     */
    Set<String> scopeSources() {
        for (String source : scopeSources) {
            if (!collections.containsKey(source)) {
                throw new IllegalStateException("visibilityFollows names " + source
                        + ", which is no collection, so its changes are not seen. Define it as a collection.");
            }
        }
        return scopeSources;
    }

    Map<String, CommandSchema<C>> commands() {
        return commands;
    }

    @Nullable
    CommandSchema<C> command(String name) {
        return commands.get(name);
    }
}
