package dev.samovar.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a record from having a codec is told where it stands. */
class CodecProcessorTest {
    private static final String IMPORTS = "package app;"
            + " import com.fasterxml.jackson.annotation.*;"
            + " import com.fasterxml.jackson.annotation.JsonProperty.Access;"
            + " import dev.samovar.sync.*;"
            + " import java.util.*;"
            + " import org.jspecify.annotations.Nullable;\n";

    @TempDir
    private Path folder;

    @Test
    void onlyARecordHasACodec() {
        assertThat(messages("@Row class Note {}"))
                .containsExactly(
                        "Note.java:2 Note is no record, and codecs are made of records. Make it one, or write its"
                                + " codec by hand.");
    }

    @Test
    void aTypeThatNoColumnHoldsIsRefused() {
        assertThat(messages("@Row record Note(String id,\n List<String> tags,\n float weight) {}"))
                .containsExactly(
                        "Note.java:3 tags is of the type java.util.List<java.lang.String>, but a column holds boolean, int,"
                                + " long, double, String, Instant, an enum, byte[] or Value.Bytes. Choose one of these, or"
                                + " write the codec by hand.",
                        "Note.java:4 weight is of the type float, but a column holds boolean, int, long, double, String,"
                                + " Instant, an enum, byte[] or Value.Bytes. Choose one of these, or write the codec by"
                                + " hand.");
    }

    @Test
    void aTypeThatNoCommandTakesIsRefused() {
        assertThat(messages("@Payload record Note(Map<String, String> tags) {}"))
                .containsExactly(
                        "Note.java:2 tags is of the type java.util.Map<java.lang.String,java.lang.String>, but a"
                                + " command's values are boolean, int, long, double, String, Instant, an enum, byte[] or"
                                + " Value.Bytes, a record with @Payload, or a List of one of these. Choose one of these, or write"
                                + " decoder and encoder by hand.");
        assertThat(messages("@Payload record Note(List<List<String>> tags) {}")).hasSize(1);
        assertThat(messages("@Payload record Note(@SuppressWarnings(\"rawtypes\") List tags) {}"))
                .containsExactly("Note.java:2 The list tags does not say of what. Write List<String>, say.");
        assertThat(messages("@Payload record Note(List<@Nullable String> tags) {}"))
                .containsExactly("Note.java:2 The list tags may hold null, which no client sends. Leave null out.");
    }

    @Test
    void aRecordInsideAPayloadNeedsACodecToo() {
        assertThat(messages("@Payload record Note(Line line) {} record Line(int n) {}"))
                .containsExactly("Note.java:2 line is a Line, which has no codec. Annotate that record with @Payload.");
    }

    @Test
    void aRowHasAPrimaryKey() {
        assertThat(messages("@Row record Note(String name) {}"))
                .containsExactly(
                        "Note.java:2 Note has no column id to be the primary key. Say which column is: @Row(key ="
                                + " \"...\").");
        String wrong =
                "Note.java:2 The primary key id of Note must be a String that clients write and that is never null:"
                        + " keys travel as text.";
        assertThat(messages("@Row record Note(long id) {}")).containsExactly(wrong);
        assertThat(messages("@Row record Note(@Nullable String id) {}")).containsExactly(wrong);
    }

    @Test
    void twoColumnsHaveTwoNames() {
        assertThat(messages("@Row record Note(String id, @JsonProperty(\"id\") String name) {}"))
                .containsExactly("Note.java:2 Two components of Note are called id. Give one of them another name with"
                        + " @JsonProperty.");
        assertThat(messages("@Row record Note(String id, Size size) {} enum Size { @JsonProperty(\"B\") A, B }"))
                .containsExactly(
                        "Note.java:2 Two constants of Size have the same name. Give each its own @JsonProperty.");
    }

    @Test
    void anEnumHasConstants() {
        assertThat(messages("@Row record Note(String id, Size size) {} enum Size {}"))
                .containsExactly("Note.java:2 The enum Size has no constants, so nothing can be stored.");
    }

    @Test
    void whatJacksonWouldDoAndACodecDoesNotIsRefused() {
        String only =
                "Note.java:2 Of Jackson's annotations only @JsonProperty, with a name and with access = READ_ONLY,"
                        + " means something to a codec, not ";
        assertThat(messages("@Row record Note(String id, @JsonIgnore String secret) {}"))
                .containsExactly(only + "@JsonIgnore. Take it away from secret, or write the codec by hand.");
        assertThat(messages("@JsonIgnoreProperties(\"a\") @Row record Note(String id) {}"))
                .containsExactly(only + "@JsonIgnoreProperties. Take it away from Note, or write the codec by hand.");
        assertThat(messages("@Row record Note(String id, @JsonProperty(index = 1) String name) {}"))
                .containsExactly(only + "index. Take that away from name.");
        assertThat(messages("@Row record Note(String id, @JsonProperty(access = Access.WRITE_ONLY) String name) {}"))
                .containsExactly(
                        "Note.java:2 name is write-only, but clients see every column. Keep what they must not see"
                                + " in another table.");
    }

    @Test
    void anAccessorMayBearTheMarksToo() throws IOException {
        assertThat(messages("@Row record Note(String id, String text) {\n"
                        + "@JsonProperty(\"words\") public String text() { return text; } }"))
                .isEmpty();
        assertThat(Files.readString(folder.resolve("app/NoteCodec.java"))).contains("in.text(\"words\")");
        assertThat(messages("@Row record Note(String id) { @JsonIgnore public String id() { return id; } }"))
                .hasSize(1);
    }

    @Test
    void whatIsReadOnlyMayBeNull() {
        assertThat(messages("@Row record Note(String id, @JsonProperty(access = Access.READ_ONLY) boolean late) {}"))
                .containsExactly(
                        "Note.java:2 late is read-only, so a new row comes without it. Let it be null: @Nullable,"
                                + " and Boolean, Integer, Long or Double in place of a primitive.");
        assertThat(messages("@Payload record Note(@JsonProperty(access = Access.READ_ONLY) @Nullable Boolean late) {}"))
                .containsExactly("Note.java:2 late is read-only, which only a column can be. Take the access away.");
    }

    @Test
    void aLimitFitsWhatItLimits() {
        assertThat(messages("@Row record Note(String id, @Limit(max = 1) boolean done) {}"))
                .containsExactly(
                        "Note.java:2 done has nothing to limit: @Limit is for texts, bytes, lists, int, long and"
                                + " double. Check other things in the record's constructor.");
        assertThat(messages("@Row record Note(String id, @Limit(min = 2, max = 1) int stars) {}"))
                .containsExactly("Note.java:2 The limit of stars is from 2 to 1, which nothing is.");
        assertThat(messages("@Row record Note(String id, @Limit(min = -1) String text) {}"))
                .containsExactly(
                        "Note.java:2 The limit of text is a length, from 0 to 2147483647. Give it within that.");
        assertThat(messages("@Row record Note(String id, @Limit(max = 1L << 60) long stars) {}"))
                .containsExactly(
                        "Note.java:2 The limit of stars is beyond 2^53-1, where numbers have gaps. Leave that end"
                                + " open.");
    }

    @Test
    void onlyALongIsABigint() {
        assertThat(messages("@Row record Note(String id, @BigInt int stars) {}"))
                .containsExactly("Note.java:2 stars is no long, which is what @BigInt is for. Make it one, or take the"
                        + " annotation away.");
    }

    @Test
    void theCodecSeesItsRecord() {
        assertThat(messages("class Notes { @Row private record Note(String id) {} }"))
                .containsExactly(
                        "Note.java:2 Note is private, so the codec of Note cannot see it. Take the word private away.");
        assertThat(messages("class Notes { @Row record Note(String id, Size size) {} private enum Size { S } }"))
                .containsExactly("Note.java:2 size is a Size, but Size is private, so the codec cannot see it. Take the"
                        + " word private away.");
        assertThat(messages("@Row record Note<T>(String id) {}"))
                .containsExactly(
                        "Note.java:2 Note has type parameters, and a codec is of one type. Make a record of each.");
    }

    @Test
    void aCodecByHandIsNotReplaced() {
        assertThat(messages("@Row record Note(String id) {} class NoteCodec {}"))
                .containsExactly(
                        "Note.java:2 The codec of Note would be app.NoteCodec, and there is one already. Rename the"
                                + " record, or delete the class that was written by hand.");
        assertThat(messages("class A { @Row record Note(String id) {} } class B { @Row record Note(String id) {} }"))
                .filteredOn(message -> message.contains("there is one already"))
                .hasSize(1);
    }

    @Test
    void aTypeThatDoesNotExistIsToldByTheCompilerAlone() {
        List<String> messages = messages("@Row record Note(String id, Missing missing) {}");

        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).startsWith("Note.java:2 cannot find symbol");
    }

    @Test
    void aRecordInNoPackageHasACodecToo() {
        Map<String, String> source = Map.of("Note.java", "@dev.samovar.sync.Row record Note(String id) {}");

        assertThat(Compilation.of(source, folder).messages()).isEmpty();
    }

    private List<String> messages(String source) {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("app/Note.java", IMPORTS + source);
        return Compilation.of(sources, folder).messages();
    }
}
