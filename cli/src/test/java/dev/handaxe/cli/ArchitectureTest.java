package dev.handaxe.cli;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the whole build: which module knows which, and what none of them shows. */
class ArchitectureTest {
    private static final List<String> MODULES =
            List.of(
                    "sandbox-policies",
                    "runtime",
                    "worker",
                    "optimizer",
                    "langchain4j",
                    "benchmarks",
                    "server",
                    "cli");

    private static final JavaClasses CLASSES = importAll();

    private static JavaClasses importAll() {
        Path root = Path.of(System.getProperty("handaxe.root"));
        List<Path> built =
                MODULES.stream().map(module -> root.resolve(module + "/target/classes")).toList();
        assertThat(built).allSatisfy(folder -> assertThat(folder).isDirectory());
        return new ClassFileImporter().importPaths(built.toArray(Path[]::new));
    }

    @Test
    void everyModuleIsLookedAt() {
        Set<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .contains(
                        "dev.handaxe.policy",
                        "dev.handaxe.runtime",
                        "dev.handaxe.worker",
                        "dev.handaxe.optimizer",
                        "dev.handaxe.langchain4j",
                        "dev.handaxe.benchmarks",
                        "dev.handaxe.server",
                        "dev.handaxe.cli");
    }

    @ParameterizedTest
    @CsvSource({
        "policy, runtime worker optimizer langchain4j benchmarks server cli",
        "runtime, worker optimizer langchain4j benchmarks server cli",
        "worker, optimizer langchain4j benchmarks server cli",
        "optimizer, worker langchain4j benchmarks server cli",
        "langchain4j, worker benchmarks server cli",
        "benchmarks, worker langchain4j server cli",
        "server, worker optimizer langchain4j benchmarks cli",
        "cli, worker langchain4j"
    })
    void arrowsPointOneWay(String module, String unknown) {
        noClasses()
                .that()
                .resideInAPackage("dev.handaxe." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(unknown.split(" "))
                                .map(other -> "dev.handaxe." + other + "..")
                                .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void onlyTheWorkerKnowsGraal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.handaxe.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.graalvm..", "com.oracle.truffle..")
                .check(CLASSES);
    }

    @Test
    void onlyOptimizerLangChain4jAndCliKnowLanguageModels() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.handaxe.optimizer..", "dev.handaxe.langchain4j..", "dev.handaxe.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.langchain4j..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCliKnowsProvidersAndHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.handaxe.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.langchain4j.model.openai..",
                        "dev.langchain4j.http..",
                        "java.net.http..",
                        "com.sun.net.httpserver..")
                .check(CLASSES);
    }

    @Test
    void publicSignaturesShowNoPolyglotAndNoJacksonType() {
        DescribedPredicate<JavaClass> hidden =
                JavaClass.Predicates.resideInAnyPackage(
                        "org.graalvm..", "com.fasterxml..", "tools.jackson..");
        Set<String> shown =
                CLASSES.stream()
                        .filter(type -> isDoor(type.getPackageName()))
                        .filter(ArchitectureTest::isPublic)
                        .flatMap(type -> type.getMembers().stream())
                        .filter(ArchitectureTest::isOpen)
                        .filter(member -> involved(member).anyMatch(hidden))
                        .map(JavaMember::getFullName)
                        .collect(Collectors.toSet());

        assertThat(shown).isEmpty();
    }

    @Test
    void onlyTheCliTouchesTheProcessAndItsStreams() {
        DescribedPredicate<JavaAccess<?>> process =
                targetOwner(type(System.class))
                        .and(
                                target(
                                        name("out")
                                                .or(name("err"))
                                                .or(name("exit"))
                                                .or(name("setOut"))
                                                .or(name("setErr"))))
                        .or(targetOwner(type(Runtime.class)).and(target(name("halt"))))
                        .or(targetOwner(type(Runtime.class)).and(target(name("exit"))));
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.handaxe.cli..")
                .and()
                .doNotHaveFullyQualifiedName("dev.handaxe.worker.WorkerMain")
                .should()
                .accessTargetWhere(process)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked =
                CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .filter(java -> !java.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet());

        assertThat(unmarked).isEmpty();
    }

    @Test
    void namesSayWhatATypeIs() {
        classes()
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?")
                .check(CLASSES);
    }

    @Test
    void doorsAreSmall() {
        List<String> doors =
                List.of(
                        "policy",
                        "runtime",
                        "optimizer",
                        "langchain4j",
                        "benchmarks",
                        "server",
                        "cli");
        for (String door : doors) {
            Set<String> types =
                    CLASSES.stream()
                            .filter(type -> type.getPackageName().equals("dev.handaxe." + door))
                            .filter(JavaClass::isTopLevelClass)
                            .filter(ArchitectureTest::isPublic)
                            .map(JavaClass::getSimpleName)
                            .collect(Collectors.toSet());
            assertThat(types).as("public types of " + door).hasSizeBetween(1, 20);
        }
    }

    @Test
    void noSourceFileIsLongerThanFiveHundredLines() throws Exception {
        Path root = Path.of(System.getProperty("handaxe.root"));
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(root.resolve(module + "/src"))) {
                for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
                    assertThat(Files.readAllLines(file))
                            .as(file.toString())
                            .hasSizeLessThanOrEqualTo(500);
                }
            }
        }
    }

    @Test
    void everyModuleWithIntegrationTestsRunsThem() throws Exception {
        Path root = Path.of(System.getProperty("handaxe.root"));
        Set<Path> modules = new TreeSet<>();
        try (Stream<Path> children = Files.list(root)) {
            for (Path module :
                    children.filter(path -> Files.isDirectory(path.resolve("src/test"))).toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/test"))) {
                    if (files.anyMatch(file -> file.toString().endsWith("IT.java"))) {
                        modules.add(module);
                    }
                }
            }
        }

        assertThat(modules)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(
                        module ->
                                assertThat(Files.readString(module.resolve("pom.xml")))
                                        .contains("maven-failsafe-plugin"));
    }

    private static boolean isDoor(String name) {
        return name.matches(
                "dev\\.handaxe\\.(policy|runtime|optimizer|langchain4j|benchmarks|server|cli)");
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }

    private static boolean isOpen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> involved(JavaMember member) {
        return switch (member) {
            case JavaField field -> field.getType().getAllInvolvedRawTypes().stream();
            case JavaCodeUnit unit ->
                    Stream.concat(
                            unit.getReturnType().getAllInvolvedRawTypes().stream(),
                            Stream.concat(
                                    unit.getParameterTypes().stream()
                                            .flatMap(
                                                    type -> type.getAllInvolvedRawTypes().stream()),
                                    unit.getExceptionTypes().stream()));
            default -> throw new IllegalStateException(member.toString());
        };
    }
}
