package dev.handaxe.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module knows. The rules of the others are in cli, which is built without Spark. */
class SparkArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.handaxe.spark");

    @Test
    void arrowsPointOneWay() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.handaxe.cli..",
                        "dev.handaxe.server..",
                        "dev.handaxe.worker..",
                        "dev.handaxe.langchain4j..",
                        "dev.langchain4j..",
                        "com.fasterxml..",
                        "org.graalvm..")
                .check(CLASSES);
    }

    @Test
    void onlyTheEngineAndThePluginAreShown() {
        classes()
                .that()
                .arePublic()
                .should()
                .haveSimpleName("SparkEngine")
                .orShould()
                .haveSimpleName("SandboxPlugin")
                .check(CLASSES);
    }
}
