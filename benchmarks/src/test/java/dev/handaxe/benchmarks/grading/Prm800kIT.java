package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.benchmarks.AnswerGrader;
import dev.handaxe.benchmarks.AnswerGrader.Judgement;
import dev.handaxe.benchmarks.AnswerGrader.Pair;
import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.packages.PackageStore;
import dev.handaxe.runtime.packages.PackageStore.Compiler;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PRM800K's rule with real packages in real workers: Debian's, or those in the folders that
 * HANDAXE_PYTHON_PACKAGES names. Without pylatexenc the pairs with LaTeX are undecided.
 */
class Prm800kIT {
    private static final String DEBIAN = "/usr/lib/python3/dist-packages";

    @TempDir private static Path folder;
    private static boolean hasSympy;
    private static boolean hasPylatexenc;
    private static Sandbox sandbox = Sandbox.open(SandboxOptions.defaults());
    private static AnswerGrader grader = AnswerGrader.of("prm800k", sandbox);

    @BeforeAll
    static void open() {
        sandbox.close();
        PackageStore store = PackageStore.open(folder.resolve("store"));
        hasSympy = add(store, "mpmath") && add(store, "sympy");
        hasPylatexenc = add(store, "pylatexenc");
        sandbox = Sandbox.open(with(store.folder()));
        grader = AnswerGrader.of("prm800k", sandbox);
    }

    @AfterAll
    static void close() {
        grader.close();
        sandbox.close();
    }

    private static SandboxOptions with(Path store) {
        return SandboxOptions.defaults().withWorkers(1).withSpares(0).withPackageStore(store);
    }

    private static boolean add(PackageStore store, String name) {
        String named = Objects.requireNonNullElse(System.getenv("HANDAXE_PYTHON_PACKAGES"), "");
        Optional<Path> from =
                Stream.concat(Arrays.stream(named.split(File.pathSeparator, -1)), Stream.of(DEBIAN))
                        .filter(place -> !place.isBlank())
                        .map(Path::of)
                        .filter(place -> Files.isDirectory(place.resolve(name)))
                        .findFirst();
        from.ifPresent(place -> store.add(place, List.of(name), Compiler.none()));
        return from.isPresent();
    }

    private static Judgement grade(String prediction, String gold) {
        return grader.grade(Pair.of(prediction, gold));
    }

    @Test
    void expressionsAreSimplifiedAndHostileOnesStopped() {
        assumeTrue(hasSympy, "skipped: python3-sympy is not installed");
        assertThat(grade("x^2+2x+1", "(x+1)^2").correct()).contains(true);
        assertThat(grade("(2x, y/2)", "(x+x, 0.5y)").correct()).contains(true);
        assertThat(grade("x^2+2x+2", "(x+1)^2").correct()).contains(false);
        assertThat(grade("sqrt(12)", "2sqrt(3)").correct()).contains(true);
        assertThat(grade("x+*", "x+y").correct()).contains(false);
        assertThat(grade("(x))(", "x+y").correct()).contains(false);
        String deep = "(".repeat(3000) + "x" + ")".repeat(3000);
        assertThat(grade(deep, "y").correct()).contains(false);

        Judgement hostile = grade("9**9**9**9", "x");
        assertThat(hostile.correct()).isEmpty();
        assertThat(hostile.reason()).startsWith("not decided: sympy: ");

        assertThat(grade("2x", "x+x").correct()).contains(true);
    }

    @Test
    void factorialsAreRead() {
        assumeTrue(hasSympy, "skipped: python3-sympy is not installed");
        assertThat(grade("n!/(n-1)!", "n").correct()).contains(true);
        assertThat(grade("3!x", "6x").correct()).contains(true);
        assertThat(grade("(n+1)n!", "(n+1)!").correct()).contains(true);
        assertThat(grade("5!!x", "15x").correct()).contains(true);
        assertThat(grade("3!x", "7x").correct()).contains(false);
        assertThat(grade("3!!!x", "2x").correct()).contains(false);
    }

    @Test
    void latexIsRead() {
        assumeTrue(hasSympy && hasPylatexenc, "skipped: there is no pylatexenc");
        assertThat(grade("\\frac{2x}{4}", "\\frac{x}{2}").correct()).contains(true);
        assertThat(grade("3\\sqrt{8}", "6\\sqrt{2}").correct()).contains(true);
        assertThat(grade("[0,\\infty)", "[0, \\infty)").correct()).contains(true);
        assertThat(grade("(0,\\infty)", "[0,\\infty)").correct()).contains(false);
        assertThat(grade("\\frac{", "\\frac{1}{2}").correct()).contains(false);
        assertThat(grade("\ud83d\\a", "\\b{").correct()).contains(false);
    }

    @Test
    void meetsTheOfficialVerdictsAsFarAsThePackagesGo() {
        assumeTrue(hasSympy, "skipped: python3-sympy is not installed");
        DataFiles.each(
                TestFiles.shared("verdicts/math_pairs.json"),
                found -> {
                    Judgement judgement = grade(found.text("pred"), found.text("gold"));
                    if (judgement.correct().isEmpty() && !hasPylatexenc) {
                        assertThat(judgement.reason()).contains("pylatexenc");
                    } else {
                        assertThat(judgement.correct())
                                .as(found.node() + " " + judgement.reason())
                                .contains(found.flag("prm800k_grade_answer"));
                    }
                });
    }

    @Test
    void withoutPackagesWhatNeedsThemIsUndecidedAndNamesThem() {
        try (Sandbox bare = Sandbox.open(with(folder.resolve("empty")));
                AnswerGrader none = AnswerGrader.of("prm800k", bare)) {
            assertThat(none.grade(Pair.of("0.5", "\\frac12")).correct()).contains(true);
            assertThat(none.grade(Pair.of("abc", "abd")).correct()).contains(false);
            Judgement algebra = none.grade(Pair.of("x+x", "2x"));
            assertThat(algebra.correct()).isEmpty();
            assertThat(algebra.reason()).contains("sympy").doesNotContain("\n");
            Judgement latex = none.grade(Pair.of("\\frac{x}{2}", "x/2"));
            assertThat(latex.correct()).isEmpty();
            assertThat(latex.reason()).contains("pylatexenc");
        }
    }
}
