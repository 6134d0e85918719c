package dev.plimsoll.scenarios.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.plimsoll");

    @Test
    void onlyTheBridgeKnowsGatling() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.plimsoll.scenarios.load.gatling")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gatling..", "scala..")
                .check(CLASSES);
    }

    @Test
    void theInjectorNeedsNothingHeavy() {
        noClasses()
                .that()
                .resideInAPackage("dev.plimsoll.scenarios.load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8..",
                        "org.testcontainers..",
                        "ai.onnxruntime..",
                        "okhttp3..",
                        "picocli..",
                        "org.openjdk..")
                .check(CLASSES);
    }
}
