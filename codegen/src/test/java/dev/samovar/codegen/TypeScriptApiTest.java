package dev.samovar.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.samovar.gateway.VerifiedClaims;
import dev.samovar.sync.Migrations;
import dev.samovar.sync.SyncDurableObject;
import dev.samovar.sync.SyncSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeScriptApiTest {
    private static final String OBJECT = """
            package app;
            import dev.samovar.gateway.VerifiedClaims;
            import dev.samovar.sync.*;
            public final class Room extends SyncDurableObject<String> {
                @Override protected void migrate(Migrations migrations) {}
                @Override protected void define(SyncSchema<String> schema) {
                    schema.collection("here", new app.NoteCodec());
                    schema.collection("there", new app.other.NoteCodec());
                }
                @Override protected String claims(VerifiedClaims claims) { return claims.subject(); }
            }
            """;

    @TempDir
    private Path folder;

    /** Offers nothing, and needs nothing. */
    static class Empty extends SyncDurableObject<String> {
        @Override
        protected void migrate(Migrations migrations) {}

        @Override
        protected void define(SyncSchema<String> schema) {}

        @Override
        protected String claims(VerifiedClaims claims) {
            return claims.subject();
        }
    }

    static final class Curious extends Empty {
        @Override
        protected void define(SyncSchema<String> schema) {
            sql().exec("SELECT 1");
        }
    }

    static final class Demanding extends Empty {
        Demanding(String what) {
            assertThat(what).isNotEmpty();
        }
    }

    @Test
    void theFileIsWrittenWithItsFoldersAndLeftAloneWhenNothingChanged() throws IOException {
        Path file = folder.resolve("api/Empty.d.ts");

        TypeScriptApi.main(new String[] {Empty.class.getName(), file.toString()});
        FileTime old = FileTime.fromMillis(1_000);
        Files.setLastModifiedTime(file, old);
        TypeScriptApi.main(new String[] {Empty.class.getName(), file.toString()});

        assertThat(Files.readString(file)).isEqualTo("""
                // Made of the Java class Empty by the build: change that.

                /** What Empty offers. */
                export interface Api {
                  collections: {
                  };
                  commands: {
                  };
                }
                """);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
    }

    @Test
    void whatIsNoObjectIsRefused() {
        String file = folder.resolve("Api.d.ts").toString();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeScriptApi.main(new String[] {file}))
                .withMessage("Give two arguments: the class of the object, and the file to write.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeScriptApi.main(new String[] {"app.Missing", file}))
                .withMessage("There is no class app.Missing. Give its full name.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeScriptApi.main(new String[] {"java.lang.Object", file}))
                .withMessage("java.lang.Object is no SyncDurableObject, so it offers clients nothing.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypeScriptApi.main(new String[] {Demanding.class.getName(), file}))
                .withMessageEndingWith("Give it a constructor without parameters.");
    }

    @Test
    void anObjectThatAsksItsDatabaseWhileItDefinesIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TypeScriptApi.of(new Curious()))
                .withMessageStartingWith("The types of Curious cannot be printed: ")
                .withMessageEndingWith("is called here without a database and without bindings: let it only define.");
    }

    @Test
    void twoRecordsOfOneNameAreRefused() throws ReflectiveOperationException {
        String note = "@dev.samovar.sync.Row public record Note(String id) {}";
        Map<String, String> sources = Map.of(
                "app/Room.java", OBJECT,
                "app/Note.java", "package app; " + note,
                "app/other/Note.java", "package app.other; " + note);
        SyncDurableObject<?> room = Compilation.of(sources, folder).instance("app.Room", SyncDurableObject.class);

        assertThatIllegalStateException()
                .isThrownBy(() -> TypeScriptApi.of(room))
                .withMessageContaining("Two records are called Note: those of app.NoteCodec and of app.other.NoteCodec."
                        + " Rename one, for the page needs two names too.");
    }
}
