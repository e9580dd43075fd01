package dev.handaxe.cli;

import dev.handaxe.benchmarks.AnswerGrader;
import dev.handaxe.benchmarks.PairGrading;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.packages.PackageStore;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code handaxe grade}: a file of answer pairs by an official rule. Confined to one thread. */
@Command(name = "grade", description = "Grade pairs of prediction and right answer.")
final class GradeCommand extends HandaxeCommand {
    @Parameters(
            paramLabel = "GRADER",
            description =
                    "gsm8k, math, math:official, prm800k, tabmwp, gaia, arc, exact, numeric,"
                            + " numeric:TOLERANCE.")
    private String grader = "";

    @Option(
            names = "--pairs",
            required = true,
            paramLabel = "FILE.jsonl",
            description = "Lines of {\"prediction\", \"gold\", \"unit\"?, \"choices\"?}.")
    private Path pairs = Path.of("");

    GradeCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        PairGrading grading =
                AnswerGrader.needsSandbox(grader) ? inSandbox() : PairGrading.of(grader, pairs);
        if (json()) {
            terminal().out().println(grading.json());
        } else {
            people(grading, terminal().out());
        }
        return ExitCode.DONE.number();
    }

    /** Two sessions at most are opened, for the packages of the user's store. */
    private PairGrading inSandbox() {
        SandboxOptions options =
                SandboxOptions.defaults()
                        .withWorkers(1)
                        .withSpares(0)
                        .withPackageStore(PackageStore.defaultFolder(terminal().environment()));
        try (Sandbox sandbox = Sandbox.open(options)) {
            return PairGrading.of(grader, pairs, sandbox);
        }
    }

    private static void people(PairGrading grading, PrintStream out) {
        int line = 0;
        for (AnswerGrader.Judgement judgement : grading.judgements()) {
            String word = judgement.correct().map(right -> right ? "right" : "wrong").orElse("?");
            out.println("%5d  %-5s  %s".formatted(++line, word, judgement.reason()));
        }
        out.println(
                "%s: %d of %d right%s"
                        .formatted(
                                grading.grader(),
                                grading.correct(),
                                grading.judgements().size(),
                                grading.undecided() == 0
                                        ? ""
                                        : ", %d not decided".formatted(grading.undecided())));
    }
}
