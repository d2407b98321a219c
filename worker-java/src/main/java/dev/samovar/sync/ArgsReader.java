package dev.samovar.sync;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of a command by their names. A problem is told with the path of the value, for example
 * {@code items[2].count must be a number}.
 */
public final class ArgsReader extends RowReader {
    private final Value.Map values;
    private final String path;

    private ArgsReader(Value.Map values, String path, Problems problems) {
        super(problems);
        this.values = values;
        this.path = path;
    }

    /** @throws RejectedException with {@code VALIDATION} if the arguments are not what the decoder takes */
    static <A> A read(Value args, ArgsDecoder<A> decoder) {
        Value.Map map;
        if (args instanceof Value.Map given) {
            map = given;
        } else if (args instanceof Value.Null) {
            map = new Value.Map(Map.of());
        } else {
            throw RejectedException.invalidRow("the arguments must be a map");
        }
        return read(new ArgsReader(map, "", new Problems()), decoder::decode);
    }

    /** A value as it was sent, of any shape; {@link Value#NULL} if it is missing. */
    public Value value(String name) {
        Value value = values.get(name);
        return value == null ? Value.NULL : value;
    }

    /** A map within the arguments. */
    public <T> T object(String name, ArgsDecoder<T> decoder) {
        return object(value(name), path(name), decoder);
    }

    /** A list of maps, which may be empty. */
    public <T> List<T> list(String name, Length length, ArgsDecoder<T> decoder) {
        List<T> decoded = new ArrayList<>();
        if (!(value(name) instanceof Value.Array array)) {
            wrong(name, "a list");
            return decoded;
        }
        List<Value> items = array.items();
        check(length.includes(items.size()), name, "must " + length.expected("items"));
        for (int i = 0; i < items.size() && i < length.max(); i++) {
            decoded.add(object(items.get(i), path(name) + "[" + i + "]", decoder));
        }
        return decoded;
    }

    /**
     * A list of values that are no maps.
     *
     * @param reader reads one of them, by the name it is called with
     */
    public <T> List<T> items(String name, Length length, ItemReader<T> reader) {
        List<T> read = new ArrayList<>();
        if (!(value(name) instanceof Value.Array array)) {
            wrong(name, "a list");
            return read;
        }
        List<Value> items = array.items();
        check(length.includes(items.size()), name, "must " + length.expected("items"));
        for (int i = 0; i < items.size() && i < length.max(); i++) {
            String item = "[" + i + "]";
            read.add(reader.read(new ArgsReader(Value.map(item, items.get(i)), path(name), problems()), item));
        }
        return read;
    }

    /** Reads one value of a list, for example {@code RowReader::text}. */
    @FunctionalInterface
    public interface ItemReader<T> {
        T read(ArgsReader in, String item);
    }

    private <T> T object(Value value, String at, ArgsDecoder<T> decoder) {
        if (value instanceof Value.Map map) {
            return decoder.decode(new ArgsReader(map, at + ".", problems()));
        }
        String problem = at + (value instanceof Value.Null ? " is missing" : " must be a map");
        problems().add(at, problem);
        // There is nothing to go on with. What was noted is told all the same.
        throw new IllegalArgumentException(problem);
    }

    @Override
    String path(String name) {
        return path + name;
    }

    @Override
    @Nullable
    Object get(String name) {
        Value value = value(name);
        Object plain = WireRow.plain(value);
        // Whatever it is, it is not missing.
        return plain == null && !(value instanceof Value.Null) ? value : plain;
    }
}
