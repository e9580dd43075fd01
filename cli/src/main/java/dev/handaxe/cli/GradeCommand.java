package dev.handaxe.cli;

import dev.handaxe.benchmarks.AnswerGrader;
import dev.handaxe.benchmarks.PairGrading;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code handaxe grade}: a file of answer pairs by an official rule. Confined to one thread. */
@Command(name = "grade", description = "Grade pairs of prediction and right answer.")
final class GradeCommand extends HandaxeCommand {
    private static final Set<String> LATER = Set.of("prm800k", "tabmwp", "gaia");

    @Parameters(paramLabel = "GRADER", description = "gsm8k, math, exact, numeric.")
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
        if (LATER.contains(grader)) {
            throw UsageException.notYet("grader " + grader);
        }
        PairGrading grading = PairGrading.of(grader, pairs);
        if (json()) {
            terminal().out().println(grading.json());
        } else {
            people(grading, terminal().out());
        }
        return ExitCode.DONE.number();
    }

    private static void people(PairGrading grading, PrintStream out) {
        int line = 0;
        for (AnswerGrader.Judgement judgement : grading.judgements()) {
            String word = judgement.correct().map(right -> right ? "right" : "wrong").orElse("?");
            out.println("%5d  %-5s  %s".formatted(++line, word, judgement.reason()));
        }
        out.println(
                "%s: %d of %d right"
                        .formatted(
                                grading.grader(), grading.correct(), grading.judgements().size()));
    }
}
