package dev.samovar.e2e;

import dev.samovar.protocol.Decoding;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackReader;
import dev.samovar.protocol.Value;
import dev.samovar.protocol.query.BoundPredicate;
import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Columns;
import dev.samovar.protocol.query.Predicate;
import dev.samovar.protocol.query.QueryException;
import dev.samovar.workers.WebSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a list of predicates on a list of rows, both in a MessagePack array, and answers with a text: a line per
 * predicate with a 1 for each row it includes and a 0 for the others.
 */
final class Predicates {
    /** The tag of the sockets that send predicates. */
    static final String TAG = "predicates";

    private Predicates() {}

    static void answer(WebSocket socket, byte[] message) {
        Decoding<Value> decoding = MessagePackReader.read(message, Limits.SERVER_INBOUND);
        if (!(decoding instanceof Decoding.Ok<Value> ok) || !(ok.value() instanceof Value.Array request)) {
            socket.send("malformed");
            return;
        }
        List<Value> names = list(request.items().get(0));
        List<Value> rows = list(request.items().get(1));
        Columns columns = columns(names);
        StringBuilder answer = new StringBuilder();
        for (Value where : list(request.items().get(2))) {
            answer.append(line(where, columns, rows)).append('\n');
        }
        socket.send(answer.toString());
    }

    /** The name of a column is the name of its type, in lower case. */
    private static Columns columns(List<Value> names) {
        List<String> columns = new ArrayList<>();
        List<ColumnType> types = new ArrayList<>();
        for (Value name : names) {
            columns.add(text(name));
            types.add(
                    switch (text(name)) {
                        case "boolean" -> ColumnType.BOOLEAN;
                        case "bigint" -> ColumnType.BIGINT;
                        default -> ColumnType.STORED;
                    });
        }
        return new Columns(columns, types);
    }

    private static String line(Value where, Columns columns, List<Value> rows) {
        BoundPredicate predicate;
        try {
            predicate = Predicate.parse(where, columns);
        } catch (QueryException e) {
            return e.refusal().code() + ": " + e.refusal().message();
        }
        StringBuilder line = new StringBuilder();
        for (Value row : rows) {
            line.append(predicate.test(values(list(row))) ? '1' : '0');
        }
        return line.toString();
    }

    private static @Nullable Object[] values(List<Value> row) {
        @Nullable Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(row.get(i));
        }
        return values;
    }

    /** As SQLite stores it. */
    static @Nullable Object value(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Num number) {
            return number.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.BigInt bigint) {
            return bigint.bits();
        }
        return value instanceof Value.Bytes bytes ? bytes.value() : null;
    }

    private static List<Value> list(Value value) {
        return value instanceof Value.Array array ? array.items() : List.of();
    }

    private static String text(Value value) {
        return value instanceof Value.Text text ? text.value() : "";
    }
}
