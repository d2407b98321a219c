package dev.samovar.testkit;

import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a collection a {@link TestClient} asks for.
 *
 * @param collection the name of the collection
 * @param where which rows, as a filter travels; {@code null} for all
 * @param orderBy in which order, as it travels; {@code null} for none
 * @param limit how many at most; {@code null} for all
 * @param offset how many of the first ones not; {@code null} for none
 */
public record Selection(
        String collection,
        @Nullable Value where,
        @Nullable Value orderBy,
        @Nullable Double limit,
        @Nullable Double offset) {
    /** All rows of a collection. */
    public static Selection of(String collection) {
        return new Selection(collection, null, null, null, null);
    }

    public Selection where(Value filter) {
        return new Selection(collection, filter, orderBy, limit, offset);
    }

    public Selection orderBy(Value order) {
        return new Selection(collection, where, order, limit, offset);
    }

    /**
     * An order by columns, each perhaps with {@code desc} and with {@code nulls last}: {@code "stars desc nulls last"}.
     * Text is ordered by UTF-16 unit.
     */
    public Selection orderBy(String... clauses) {
        List<Value> orders = new ArrayList<>();
        for (String clause : clauses) {
            List<String> words = List.of(clause.split(" ", -1));
            Value column = Value.array(Value.of(words.get(0)));
            Value options = Value.map(
                    "direction",
                    Value.of(words.contains("desc") ? "desc" : "asc"),
                    "nulls",
                    Value.of(words.contains("last") ? "last" : "first"),
                    "stringSort",
                    Value.of("lexical"));
            orders.add(Value.map(
                    "expression", Value.map("type", Value.of("ref"), "path", column), "compareOptions", options));
        }
        return orderBy(new Value.Array(orders));
    }

    public Selection limit(int rows) {
        return new Selection(collection, where, orderBy, (double) rows, offset);
    }

    public Selection offset(int rows) {
        return new Selection(collection, where, orderBy, limit, (double) rows);
    }
}
