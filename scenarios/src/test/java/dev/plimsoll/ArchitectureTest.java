package dev.plimsoll;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.plimsoll", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule provisioningKnowsNothingOfTheOthers = noClasses()
            .that()
            .resideInAPackage("dev.plimsoll.provisioning..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.plimsoll.reports..", "dev.plimsoll.scenarios..");

    @ArchTest
    static final ArchRule reportsKnowNothingOfTheOthers = noClasses()
            .that()
            .resideInAPackage("dev.plimsoll.reports..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.plimsoll.provisioning..", "dev.plimsoll.scenarios..");

    @ArchTest
    static final ArchRule gatlingIsUsedInOnePackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.plimsoll.scenarios.load.gatling..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gatling..", "scala..");

    @ArchTest
    static final ArchRule statisticsHaveNeitherClockNorInputAndOutput = noClasses()
            .that()
            .resideInAPackage("dev.plimsoll.reports.stats..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage("dev.plimsoll.scenarios.cli..")
            .and()
            .haveSimpleNameNotEndingWith("Main")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule packagesFormNoCircles =
            slices().matching("dev.plimsoll.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingIsNamedUtil =
            classes().should().resideOutsideOfPackages("..util..", "..utils..", "..common..", "..helper..");

    @ArchTest
    static final ArchRule theInjectorNeedsNothingHeavy = noClasses()
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
                    "org.openjdk..");
}
