package dev.handaxe.optimizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.evidence.Cause;
import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.optimizer.report.Conversation.Call;
import dev.handaxe.optimizer.report.Conversation.Failure;
import dev.handaxe.optimizer.report.Conversation.Seen;
import dev.handaxe.optimizer.report.ReportedEpoch.Decision;
import dev.handaxe.optimizer.report.ReportedEpoch.Verdict;
import dev.handaxe.optimizer.report.RunReport.About;
import dev.handaxe.optimizer.report.RunReport.Outcome;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunFailuresTest {
    private static final FunctionSet SET =
            FunctionSet.of(
                    List.of(FunctionDefinition.builder("f", "def f():\n    return 1\n").build()));
    private static final String HASH = SET.hash();

    @Test
    void causesAreThoseOfTheOptimizersPrompt() {
        RunFailures failures =
                failures(
                        conversation(HASH, "train", "a", 0, raised("f", "f", 2)),
                        conversation(HASH, "train", "b", 0, raised("f", "f", 2)),
                        conversation(HASH, "train", "c", 0, raised("python", "<program>", 2)),
                        conversation(HASH, "train", "d", 0, raised("python", "f", 2)),
                        conversation(HASH, "train", "e", 1, raised("f", "f", 2)),
                        conversation(HASH, "test", "t", 0));

        assertThat(failures.clusters())
                .extracting(FailureCluster::cause)
                .containsExactly(
                        new Cause.FunctionError("f", "KeyError", "f", 2, "x"),
                        new Cause.FunctionError("python", "KeyError", "", 0, ""),
                        new Cause.FunctionError("python", "KeyError", "f", 2, "x"),
                        new Cause.NoCall());
        assertThat(failures.clusters().getFirst().members()).containsExactly(0, 1);
    }

    @Test
    void ofASetThatWasNotKeptTheKnownFunctionsAreTaken() {
        assertThat(
                        failures(conversation("bb", "train", "a", 0, raised("f", "f", 2)))
                                .clusters()
                                .getFirst()
                                .cause())
                .isEqualTo(new Cause.FunctionError("f", "KeyError", "f", 2, "x"));
    }

    @Test
    void aCauseWasToldInTheEpochsThatBeganWithItInTraining() {
        RunFailures failures =
                failures(
                        conversation(HASH, "train", "a", 0),
                        conversation(HASH, "train", "a", 0),
                        conversation("bb", "test", "b", 0, raised("f", "f", 2)));
        FailureCluster noCall = failures.clusters().getFirst();

        assertThat(failures.toldIn(noCall)).containsExactly(1);
        assertThat(failures.tasks(noCall, HASH, "train")).isEqualTo(1);
        assertThat(failures.tasks(noCall, "bb", "train")).isZero();
        assertThat(failures.toldIn(failures.clusters().getLast())).isEmpty();
    }

    private static RunFailures failures(Conversation... conversations) {
        return RunFailures.of(
                new RunReport(
                        new About("run", Map.of(), Map.of(), Optional.empty()),
                        new Outcome(
                                Optional.empty(),
                                Facts.NONE,
                                Measured.NONE,
                                List.of(),
                                Optional.empty()),
                        List.of(epoch(1, HASH), epoch(2, "bb")),
                        List.of(new Version(1, SET, Map.of())),
                        List.of(conversations)));
    }

    private static ReportedEpoch epoch(int number, String parent) {
        return new ReportedEpoch(
                number,
                "cc",
                List.of(parent),
                List.of(),
                new Decision(Verdict.ROLLED_BACK, Facts.NONE));
    }

    private static Conversation conversation(
            String set, String split, String task, double score, Call... calls) {
        return new Conversation(
                new Conversation.Id(set, split, task, 1, 0),
                new dev.handaxe.optimizer.Verdict(score, ""),
                List.of(),
                List.of(calls));
    }

    private static Call raised(String tool, String function, int line) {
        var at = new Failure("KeyError", "", line, function, "x");
        return new Call(tool, "{}", "raised", "", new Seen(Optional.of(at), Optional.empty()));
    }
}
