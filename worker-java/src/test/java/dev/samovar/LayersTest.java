package dev.samovar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What Maven cannot see of the layers. */
class LayersTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.samovar.gateway", "dev.samovar.sync");

    @Test
    void theGatewayDoesNotKnowTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("dev.samovar.gateway")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.samovar.sync")
                .check(classes);
    }

    @Test
    void neitherNamesJavaScript() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.teavm..", "dev.samovar.workers.js..")
                .check(classes);
    }

    @Test
    void neitherAsksTheMachineForTimeOrRandomness() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(classes);
        noClasses().should().callMethod(System.class, "nanoTime").check(classes);
        noClasses().should().callMethod(Math.class, "random").check(classes);
    }

    /** All objects of an isolate would share it. The compiler's own tables for enum switches are not state. */
    @Test
    void nothingStaticChanges() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .areNotAnonymousClasses()
                .should()
                .beFinal()
                .check(classes);
    }
}
