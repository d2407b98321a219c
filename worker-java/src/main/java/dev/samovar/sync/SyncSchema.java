package dev.samovar.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The collections and commands of an object: the contract with its clients. */
public final class SyncSchema<C> {
    private final Map<String, CollectionSchema<C, ?>> collections = new LinkedHashMap<>();
    private final Map<String, CommandSchema<C>> commands = new LinkedHashMap<>();

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

    private CommandSchema<C> add(String name, CommandSchema<C> command) {
        if (commands.putIfAbsent(name, command) != null) {
            throw new IllegalStateException("The command " + name + " is defined twice.");
        }
        return command;
    }

    Map<String, CollectionSchema<C, ?>> collections() {
        return collections;
    }

    @Nullable
    CommandSchema<C> command(String name) {
        return commands.get(name);
    }
}
