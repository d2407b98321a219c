package dev.samovar.sync;

import dev.samovar.protocol.MessagePackWriter;
import dev.samovar.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Frames as an attacker makes them: nearly right, wrong in one place or in all, or bytes that never were a frame. */
final class FrameFuzzer {
    private static final List<String> KINDS = List.of(
            "sub",
            "sub",
            "sub",
            "sub",
            "unsub",
            "mut",
            "mut",
            "mut",
            "mut",
            "call",
            "call",
            "fetch",
            "fetch",
            "ack",
            "join",
            "leave",
            "broadcast",
            "hello",
            "snap",
            "flush",
            "");

    final ValueFuzzer values;
    /** What the server has said and a client may send back, at another place or too late. */
    final List<String> heard = new ArrayList<>();

    private final QueryFuzzer queries;
    private final ByteMutations mutations;
    private final List<String> collections;
    private final List<String> columns;

    FrameFuzzer(Random random, List<String> collections, List<String> columns) {
        this.values = new ValueFuzzer(random);
        this.queries = new QueryFuzzer(values, columns);
        this.mutations = new ByteMutations(values);
        this.collections = collections;
        this.columns = columns;
    }

    byte[] frame() {
        byte[] frame = values.chance(30) ? values.junk() : encoded(values.pick(KINDS));
        return values.chance(6) ? mutations.mutated(frame) : frame;
    }

    private byte[] encoded(String kind) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("t", Value.of(kind));
        switch (kind) {
            case "sub" -> {
                fields.put("subId", id("s"));
                query(fields);
                maybe(fields, "offset", count());
                maybe(fields, "since", position());
                maybe(fields, "epoch", values.chance(3) ? values.text() : heardOr("e"));
                if (values.chance(6)) {
                    fields.put("resume", values.chance(2) ? heardOr("1") : values.value(2));
                }
            }
            case "unsub" -> fields.put("subId", id("s"));
            case "mut" -> {
                fields.put("txId", id("t"));
                fields.put("collection", collection());
                fields.put("ops", ops());
            }
            case "call" -> {
                fields.put("txId", id("t"));
                fields.put("name", values.chance(3) ? values.text() : Value.of("echo"));
                maybe(fields, "args", values.value(3));
            }
            case "fetch" -> {
                fields.put("fetchId", id("f"));
                query(fields);
                maybe(
                        fields,
                        "cursor",
                        Value.map("whereFrom", queries.predicate(2), "whereCurrent", queries.predicate(2)));
            }
            case "ack" -> fields.put("bytes", count());
            case "hello" -> fields.put("version", count());
            default -> maybe(fields, values.pick(ValueFuzzer.FIELDS), values.value(2));
        }
        spoil(fields);
        return bytes(fields);
    }

    private void query(Map<String, Value> fields) {
        fields.put("collection", collection());
        if (values.chance(2)) {
            fields.put("where", queries.predicate(values.random.nextInt(4)));
        }
        maybe(fields, "orderBy", queries.ordering());
        maybe(fields, "limit", count());
    }

    private void spoil(Map<String, Value> fields) {
        if (values.chance(5)) {
            String field = values.pick(List.copyOf(fields.keySet()));
            if (values.chance(3)) {
                fields.remove(field);
            } else {
                fields.put(field, values.value(3));
            }
        }
        maybe(fields, values.pick(ValueFuzzer.FIELDS), values.chance(20) ? values.value(4) : values.text());
    }

    private void maybe(Map<String, Value> fields, String name, Value value) {
        if (values.chance(4)) {
            fields.putIfAbsent(name, value);
        }
    }

    /** With a field twice, now and then: no map can have that. */
    private byte[] bytes(Map<String, Value> fields) {
        MessagePackWriter out = new MessagePackWriter();
        boolean doubled = !fields.isEmpty() && values.chance(15);
        out.mapHeader(fields.size() + (doubled ? 1 : 0));
        fields.forEach((name, value) -> {
            out.text(name);
            value.encodeTo(out);
        });
        if (doubled) {
            out.text(values.pick(List.copyOf(fields.keySet())));
            values.value(1).encodeTo(out);
        }
        return out.toByteArray();
    }

    private Value id(String prefix) {
        if (values.chance(12)) {
            return values.chance(10) ? Value.of("x".repeat(200 + values.random.nextInt(100))) : values.text();
        }
        return Value.of(prefix + values.random.nextInt(12));
    }

    private Value collection() {
        return values.chance(8) ? values.text() : Value.of(values.pick(collections));
    }

    private Value heardOr(String other) {
        return Value.of(heard.isEmpty() ? other : values.pick(heard));
    }

    private Value position() {
        if (values.chance(2)) {
            return heardOr("0");
        }
        return values.chance(3)
                ? values.text()
                : Value.of(values.pick(List.of(
                        "0",
                        "1",
                        "00",
                        "-1",
                        "+1",
                        "1.0",
                        " 1",
                        "1767225600001",
                        "9007199254740991",
                        "9007199254740992",
                        "99999999999999999999")));
    }

    private Value count() {
        return values.chance(3)
                ? values.value(1)
                : Value.of(values.random.nextInt(values.chance(5) ? Integer.MAX_VALUE : 20));
    }

    private Value ops() {
        List<Value> ops = new ArrayList<>();
        int size = values.chance(40) ? 120 + values.random.nextInt(20) : values.random.nextInt(4);
        for (int i = 0; i < size; i++) {
            ops.add(values.chance(20) ? values.value(2) : op());
        }
        return new Value.Array(ops);
    }

    private Value op() {
        Map<String, Value> op = new LinkedHashMap<>();
        op.put(
                "type",
                values.chance(20) ? values.text() : Value.of(values.pick(List.of("insert", "update", "delete"))));
        op.put("key", values.chance(8) ? values.text() : Value.of("k" + values.random.nextInt(16)));
        if (!values.chance(4)) {
            Map<String, Value> cols = new LinkedHashMap<>();
            for (String name : columns) {
                if (!values.chance(3)) {
                    cols.put(
                            name,
                            values.chance(4)
                                    ? values.value(2)
                                    : values.chance(2) ? values.text() : Value.of(values.random.nextInt(5)));
                }
            }
            if (values.chance(10)) {
                cols.put(values.pick(ValueFuzzer.TEXTS), values.value(1));
            }
            cols.remove("id");
            op.put("cols", new Value.Map(cols));
        }
        return new Value.Map(op);
    }
}
