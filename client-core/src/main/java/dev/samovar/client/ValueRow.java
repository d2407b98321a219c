package dev.samovar.client;

import dev.samovar.protocol.Encodable;
import dev.samovar.protocol.Limits;
import dev.samovar.protocol.MessagePackReader;
import dev.samovar.protocol.ServerFrame;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row as plain values. */
public record ValueRow(Value.Map columns) implements Row {
    /** Reads what such rows are made of. */
    public static final ValueReader READER = message -> MessagePackReader.read(message, Limits.CLIENT_INBOUND);

    /** Makes such rows. */
    public static final RowFactory FACTORY = new RowFactory() {
        @Override
        public Row of(Encodable columns) {
            return new ValueRow((Value.Map) columns);
        }

        @Override
        public List<Row> of(ServerFrame.Chunk chunk) {
            List<List<Value>> values = new ArrayList<>();
            chunk.values().forEach(column -> values.add(((Value.Array) column).items()));
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < values.get(0).size(); i++) {
                Map<String, Value> entries = new LinkedHashMap<>();
                for (int column = 0; column < values.size(); column++) {
                    entries.put(chunk.columns().get(column), values.get(column).get(i));
                }
                rows.add(new ValueRow(new Value.Map(entries)));
            }
            return rows;
        }

        @Override
        public Row merged(Row row, Encodable changed) {
            Map<String, Value> entries =
                    new LinkedHashMap<>(((ValueRow) row).columns().entries());
            entries.putAll(((Value.Map) changed).entries());
            return new ValueRow(new Value.Map(entries));
        }

        @Override
        public boolean isSame(Row one, Row other) {
            return one.equals(other);
        }
    };
}
