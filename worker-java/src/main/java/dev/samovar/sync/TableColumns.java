package dev.samovar.sync;

import dev.samovar.protocol.query.ColumnType;
import dev.samovar.protocol.query.Columns;
import dev.samovar.workers.SqlCursor;
import dev.samovar.workers.SqlStorage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The columns of a registered table, as the three who look at them see them. */
record TableColumns(Columns stored, Columns typed, Columns ordered) {
    /** Reads them from the table, in the order of {@code SELECT *}. */
    static TableColumns of(SqlStorage sql, String table, RowCodec<?> codec) {
        List<String> names = new ArrayList<>();
        List<ColumnType> typed = new ArrayList<>();
        List<ColumnType> ordered = new ArrayList<>();
        // Hidden columns are those of virtual tables; generated ones are part of SELECT *.
        SqlCursor info = sql.exec("SELECT name, upper(type) FROM pragma_table_xinfo(?) WHERE hidden <> 1", table);
        while (info.next()) {
            String name = info.getString(0);
            names.add(name);
            ColumnType type = codec.type(name);
            typed.add(type);
            ordered.add(type == ColumnType.STORED ? byAffinity(info.getString(1)) : type);
        }
        return new TableColumns(
                new Columns(names, Collections.nCopies(names.size(), ColumnType.STORED)),
                new Columns(names, typed),
                new Columns(names, ordered));
    }

    /** Those that have to be read exactly. */
    List<String> bigints() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            if (typed.types().get(i) == ColumnType.BIGINT) {
                names.add(typed.names().get(i));
            }
        }
        return names;
    }

    /** Whether the record's types show something else than what is stored. */
    boolean isTyped() {
        return !typed.types().equals(stored.types());
    }

    /** A column declared as a number is ordered as one: what text it may hold all the same comes behind the numbers. */
    private static ColumnType byAffinity(String declared) {
        return Affinity.of(declared) == Affinity.NUMBER ? ColumnType.NUMBER : ColumnType.STORED;
    }
}
