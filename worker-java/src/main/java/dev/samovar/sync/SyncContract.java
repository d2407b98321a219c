package dev.samovar.sync;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an object offers its clients, as its {@code define} says. For tools that run at build time.
 *
 * @param collections the codec of each collection, by its name, in the order of definition
 * @param commands by their names, in the order of definition
 */
public record SyncContract(Map<String, RowCodec<?>> collections, Map<String, Command> commands) {
    /**
     * A command of a contract.
     *
     * @param args {@code null} if it declares none
     */
    public record Command(@Nullable ArgsDecoder<?> args, ResultEncoder<?> result) {}

    public SyncContract {
        collections = Collections.unmodifiableMap(collections);
        commands = Collections.unmodifiableMap(commands);
    }

    /** Asks an object that has not started: it has neither tables nor bindings, which {@code define} does not need. */
    public static <C> SyncContract of(SyncDurableObject<C> object) {
        SyncSchema<C> schema = new SyncSchema<>();
        object.define(schema);
        Map<String, RowCodec<?>> collections = new LinkedHashMap<>();
        schema.collections().forEach((name, collection) -> collections.put(name, collection.codec()));
        Map<String, Command> commands = new LinkedHashMap<>();
        schema.commands().forEach((name, command) -> commands.put(name, command.contract()));
        return new SyncContract(collections, commands);
    }
}
