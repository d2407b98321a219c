package dev.samovar.protocol;

import static dev.samovar.protocol.Frames.bytes;
import static dev.samovar.protocol.Frames.ok;
import static dev.samovar.protocol.Frames.reason;
import static dev.samovar.protocol.Frames.with;
import static dev.samovar.protocol.Frames.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each frame of {@code samovar/1} must have. Every case takes a golden frame and spoils one field. */
class SamovarFrameReaderTest {
    private static final Value TEXT = Value.of("text");
    private static final Value NUMBER = Value.of(5);

    @ParameterizedTest
    @CsvSource({
        "hello,version",
        "ack,bytes",
        "welcome,version",
        "welcome,epoch",
        "welcome,seq",
        "welcome,session",
        "welcome,heartbeat",
        "begin,sub",
        "begin,epoch",
        "begin,seq",
        "chunk,sub",
        "chunk,key",
        "chunk,next",
        "changes,sub",
        "changes,changes",
        "live,sub",
        "live,epoch",
        "live,seq",
        "flush,prev",
        "flush,seq",
        "said,from",
        "said,who"
    })
    void whatIsNotOptionalIsMissedWhenItIsAbsentAndWhenItIsNil(String name, String field) {
        String missing = "Malformed " + name + ": " + field + " is missing.";

        assertThat(spoilt(without(golden(name), field))).isEqualTo(missing);
        assertThat(spoilt(with(golden(name), field, Value.NULL))).isEqualTo(missing);
    }

    @ParameterizedTest
    @CsvSource({
        "hello,agent",
        "sub-resumed,epoch",
        "welcome,epoch",
        "welcome,seq",
        "welcome,session",
        "begin,sub",
        "begin,epoch",
        "live,epoch",
        "flush,prev",
        "flush,epoch",
        "reset-epoch,reason",
        "said,who"
    })
    void textIsText(String name, String field) {
        assertThat(spoilt(with(golden(name), field, NUMBER))).endsWith(": " + field + " is not a text.");
    }

    @ParameterizedTest
    @CsvSource({
        "hello,version,1",
        "welcome,version,1",
        "welcome,heartbeat,1",
        "chunk,key,0",
        "sub-error-for-now,retryAfter,0",
        "page-error-for-now,retryAfter,0"
    })
    void wholeNumberIsWholeAndNotTooSmall(String name, String field, int least) {
        String reason = field + " is no whole number from " + least + " to 2^31-1.";

        assertThat(spoilt(with(golden(name), field, Value.of(least - 1)))).endsWith(reason);
        assertThat(spoilt(with(golden(name), field, Value.of(1.5)))).endsWith(reason);
        assertThat(spoilt(with(golden(name), field, Value.of(2_147_483_648.0)))).endsWith(reason);
        assertThat(spoilt(with(golden(name), field, Value.of(Double.NaN)))).endsWith(reason);
        assertThat(spoilt(with(golden(name), field, TEXT))).endsWith(field + " is not a number.");
        assertThat(spoilt(with(golden(name), field, Value.BigInt.of(1)))).endsWith(field + " is not a number.");
    }

    @ParameterizedTest
    @CsvSource({"ack,bytes", "welcome,expires"})
    void countIsAWholeNumberThatIsExact(String name, String field) {
        String reason = field + " is no whole number from 0 to 2^53-1.";

        assertThat(spoilt(with(golden(name), field, Value.of(-1)))).endsWith(reason);
        assertThat(spoilt(with(golden(name), field, Value.of(0.5)))).endsWith(reason);
        assertThat(spoilt(with(golden(name), field, Value.of(1e300)))).endsWith(reason);
        assertThat(spoilt(with(golden(name), field, Value.of(Double.NaN)))).endsWith(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"frameBytes", "opsPerMutation", "subscriptions", "unackedBytes", "chunkBytes"})
    void welcomeTellsEveryLimit(String limit) {
        Value.Map limits = (Value.Map) Objects.requireNonNull(golden("welcome").get("limits"));

        assertThat(spoilt(with(golden("welcome"), "limits", without(limits, limit))))
                .isEqualTo("Malformed limits of welcome: " + limit + " is missing.");
        assertThat(spoilt(with(golden("welcome"), "limits", with(limits, limit, Value.of(0)))))
                .isEqualTo("Malformed limits of welcome: " + limit + " is no whole number from 1 to 2^31-1.");
        assertThat(spoilt(without(golden("welcome"), "limits")))
                .isEqualTo("Malformed limits of welcome: it is not a map.");
    }

    @ParameterizedTest
    @CsvSource({"welcome,epoch", "welcome,session", "begin,epoch", "live,epoch", "flush,epoch"})
    void nameOfTheServerIsNotEmpty(String name, String field) {
        assertThat(spoilt(with(golden(name), field, Value.of("")))).endsWith(field + " is empty.");
    }

    @Test
    void chunkHasColumnsWithNames() {
        Value.Map chunk = golden("chunk");

        assertThat(spoilt(with(chunk, "columns", Value.array()))).isEqualTo("Malformed chunk: columns is empty.");
        assertThat(spoilt(with(chunk, "columns", Value.array(TEXT, NUMBER))))
                .isEqualTo("Malformed chunk: columns has an item that is not a text.");
        assertThat(spoilt(with(chunk, "columns", Value.array(TEXT, Value.of("__proto__")))))
                .isEqualTo("Malformed chunk: columns has __proto__.");
        assertThat(spoilt(with(chunk, "columns", TEXT))).isEqualTo("Malformed chunk: columns is not an array.");
        assertThat(spoilt(with(chunk, "key", NUMBER)))
                .isEqualTo("Malformed chunk: key is 5, but there are only 5 columns.");
    }

    @Test
    void chunkHasEveryColumnWithAsManyValues() {
        Value.Map chunk = with(golden("chunk"), "columns", Value.array(Value.of("id"), Value.of("author")));
        Value keys = Value.array(Value.of("k1"), Value.of("k2"));

        assertThat(spoilt(with(chunk, "values", Value.array(keys))))
                .isEqualTo("Malformed chunk: values has 1 items for 2 columns.");
        assertThat(spoilt(with(chunk, "values", Value.array(keys, keys, keys))))
                .isEqualTo("Malformed chunk: values has 3 items for 2 columns.");
        assertThat(spoilt(with(chunk, "values", Value.array(keys, TEXT))))
                .isEqualTo("Malformed chunk: values has an item that is not an array.");
        assertThat(spoilt(with(chunk, "values", Value.array(keys, Value.array(TEXT)))))
                .isEqualTo("Malformed chunk: values has columns of different lengths.");
        assertThat(spoilt(without(chunk, "values"))).isEqualTo("Malformed chunk: values is not an array.");
    }

    @Test
    void everyRowOfAChunkHasItsKey() {
        Value.Map chunk = with(golden("chunk"), "columns", Value.array(Value.of("id")));
        String reason = "Malformed chunk: the key's column has an item that is not a text.";

        assertThat(spoilt(with(chunk, "values", Value.array(Value.array(TEXT, Value.NULL)))))
                .isEqualTo(reason);
        assertThat(spoilt(with(chunk, "values", Value.array(Value.array(NUMBER)))))
                .isEqualTo(reason);
    }

    @Test
    void changeIsOfAKnownKindAndWhole() {
        assertThat(changes(Value.of(7))).isEqualTo("Malformed changes: changes is not an array.");
        assertThat(changes(Value.array(TEXT))).isEqualTo("Malformed change of changes: it is not an array.");
        assertThat(change()).isEqualTo("its kind is none of 0, 1, 2.");
        assertThat(change(Value.of(3), TEXT)).isEqualTo("its kind is none of 0, 1, 2.");
        assertThat(change(Value.of(0.5), TEXT)).isEqualTo("its kind is none of 0, 1, 2.");
        assertThat(change(TEXT, TEXT)).isEqualTo("its kind is none of 0, 1, 2.");
        assertThat(change(Value.of(0))).isEqualTo("key is not a text.");
        assertThat(change(Value.of(0), NUMBER)).isEqualTo("key is not a text.");
        assertThat(change(Value.of(1), TEXT)).isEqualTo("row is not a map.");
        assertThat(change(Value.of(1), TEXT, Value.NULL)).isEqualTo("row is not a map.");
        assertThat(change(Value.of(2), TEXT, Value.array())).isEqualTo("columns is not a map.");
    }

    @Test
    void flushHasChangesOfSubscriptionsAndWrites() {
        assertThat(flush("subs", TEXT)).isEqualTo("Malformed subscription of flush: it is not an array.");
        assertThat(flush("subs", Value.array(NUMBER, Value.array())))
                .isEqualTo("Malformed subscription of flush: sub is not a text.");
        assertThat(flush("subs", Value.array(TEXT))).isEqualTo("Malformed subscription of flush: changes is missing.");
        assertThat(flush("subs", Value.array(TEXT, TEXT))).isEqualTo("Malformed flush: changes is not an array.");
        assertThat(flush("subs", Value.array(TEXT, Value.array(TEXT))))
                .isEqualTo("Malformed change of flush: it is not an array.");
        assertThat(flush("done", TEXT)).isEqualTo("Malformed write of flush: it is not an array.");
        assertThat(flush("done", Value.array())).isEqualTo("Malformed write of flush: txId is not a text.");
        assertThat(spoilt(with(golden("flush"), "subs", TEXT))).isEqualTo("Malformed flush: subs is not an array.");
        assertThat(spoilt(with(golden("flush"), "done", TEXT))).isEqualTo("Malformed flush: done is not an array.");
    }

    @Test
    void peersHaveASessionAndAUser() {
        Value.Map present = golden("present");

        assertThat(spoilt(with(present, "peers", Value.array(TEXT))))
                .isEqualTo("Malformed peer of present: it is not an array.");
        assertThat(spoilt(with(present, "peers", Value.array(Value.array(NUMBER, TEXT)))))
                .isEqualTo("Malformed peer of present: session is not a text.");
        assertThat(spoilt(with(present, "peers", Value.array(Value.array(TEXT)))))
                .isEqualTo("Malformed peer of present: who is not a text.");
        assertThat(spoilt(with(present, "gone", Value.array(NUMBER))))
                .isEqualTo("Malformed present: gone has an item that is not a text.");
    }

    @Test
    void chunkLargerThanAClientTakesIsMalformed() {
        byte[] chunk = bytes(golden("chunk"));
        Limits tooSmall = new Limits(chunk.length - 1, 100, 1 << 22, 1 << 25);
        Limits tooFew = new Limits(1 << 25, 100, 20, 1 << 25);

        assertThat(reason(FrameReader.serverFrame(chunk, tooSmall))).contains("more than the");
        assertThat(reason(FrameReader.serverFrame(chunk, tooFew))).contains("more than 20 elements");
    }

    private static String change(Value... items) {
        String reason = changes(Value.array(Value.array(items)));
        assertThat(reason).startsWith("Malformed change of changes: ");
        return reason.substring("Malformed change of changes: ".length());
    }

    private static String changes(Value changes) {
        return spoilt(with(golden("changes"), "changes", changes));
    }

    private static String flush(String field, Value item) {
        return spoilt(with(golden("flush"), field, Value.array(item)));
    }

    private static Value.Map golden(String name) {
        return (Value.Map) ok(MessagePackReader.read(GoldenFrame.bytesOf(name), Limits.CLIENT_INBOUND));
    }

    private static String spoilt(Value.Map frame) {
        Value.Text type = (Value.Text) Objects.requireNonNull(frame.get("t"));
        return ClientFrame.Kind.parse(type.value()) == null
                ? reason(FrameReader.serverFrame(bytes(frame), Limits.CLIENT_INBOUND))
                : reason(FrameReader.clientFrame(bytes(frame), Limits.SERVER_INBOUND));
    }
}
