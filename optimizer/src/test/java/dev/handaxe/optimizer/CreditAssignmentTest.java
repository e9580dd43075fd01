package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handaxe.optimizer.findings.Credit;
import dev.handaxe.optimizer.findings.FunctionCredit;
import dev.handaxe.optimizer.findings.FunctionCredit.LeaveOneOut;
import dev.handaxe.optimizer.findings.FunctionCredit.Use;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore.Version;
import dev.handaxe.runtime.ParameterSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * In this world the agent calls helps, which needs part; on the last two validation tasks it calls
 * harms if that is offered, and fails for it. Nobody calls idle.
 */
class CreditAssignmentTest {
    private static final FunctionSet SET =
            FunctionSet.of(
                    List.of(
                            function("helps", "return part(n)"),
                            function("part", "return n"),
                            function("harms", "return 0"),
                            function("idle", "return 1")));

    @TempDir Path folder;
    private final List<String> rolledOut = Collections.synchronizedList(new ArrayList<>());
    private final TrainingOptions options = World.options().build();
    private Ledger ledger;
    private RunFolder run;
    private Trials trials;

    private static FunctionDefinition function(String name, String body) {
        return FunctionDefinition.builder(name, "def " + name + "(n):\n    " + body)
                .description(name)
                .parameters(ParameterSchema.parse(World.SCHEMA))
                .build();
    }

    @BeforeEach
    void open() {
        run = RunFolder.create(folder.resolve("run"), Map.of());
        ledger = Ledger.open(run.ledger(), Clock.systemUTC());
        var evaluator = new Evaluator(this::solve, ledger, options, TrainingListener.NONE);
        trials = new Trials(evaluator, World.splits(2, 6, 0), options);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Rollout solve(Task task, FunctionSet functions, RolloutId id) {
        rolledOut.add(functions.size() + " " + task.id());
        boolean last = List.of("validation-44", "validation-45").contains(task.id());
        boolean harmed = last && functions.find("harms").isPresent();
        boolean helped = functions.find("helps").isPresent() && functions.find("part").isPresent();
        List<FunctionCall> calls = new ArrayList<>();
        if (functions.find("helps").isPresent()) {
            calls.add(call("helps", helped ? "returned" : "raised"));
        }
        if (harmed) {
            calls.add(call("harms", "returned"));
        }
        return new Rollout(
                task.id(),
                helped && !harmed ? Verdict.right("") : Verdict.wrong(""),
                List.of(new Message.Assistant("x", List.of())),
                calls,
                new Usage(1, 1, 1));
    }

    private static FunctionCall call(String name, String kind) {
        return new FunctionCall(name, "{\"n\": 1}", kind, "12345", Optional.empty());
    }

    private List<FunctionCredit> credit(Candidate candidate) {
        return new CreditAssignment(candidate, trials, 1).full();
    }

    @Test
    void useIsCountedWhereAFunctionCouldRun() {
        List<FunctionCredit> credit =
                new CreditAssignment(trials.candidate(SET, "kept"), trials, 1).free();

        assertThat(credit)
                .extracting(FunctionCredit::use)
                .containsExactly(
                        new Use(8, 8, 8, 8, 10),
                        new Use(0, 0, 0, 8, 0),
                        new Use(2, 2, 2, 2, 3),
                        new Use(0, 0, 0, 0, 0));
        assertThat(credit).allMatch(one -> one.leaveOneOut().isEmpty());
        assertThat(rolledOut).as("no more than the candidate's").hasSize(8);
    }

    @Test
    void leavingOneOutTriesOnlyTheTasksThatReachedIt() {
        Candidate kept = trials.candidate(SET, "kept");
        rolledOut.clear();
        List<FunctionCredit> credit = credit(kept);

        LeaveOneOut helps = credit.get(0).leaveOneOut().orElseThrow();
        assertThat(helps.difference()).isCloseTo(4 / 6.0, within(1e-9));
        assertThat(helps.won()).isEqualTo(4);
        assertThat(helps.retried()).isEqualTo(6);
        assertThat(credit.get(1).leaveOneOut().orElseThrow().won()).isEqualTo(4);
        LeaveOneOut harms = credit.get(2).leaveOneOut().orElseThrow();
        assertThat(harms.difference()).isCloseTo(-2 / 6.0, within(1e-9));
        assertThat(harms.retried()).isEqualTo(2);
        assertThat(harms.pHarmful()).isEqualTo(0.25);
        assertThat(credit.get(3).leaveOneOut()).isEmpty();
        assertThat(rolledOut).hasSize(6 + 6 + 2);
    }

    private Pruner.Pruned prune(TrainingOptions choice) {
        Candidate kept = trials.candidate(SET, "kept");
        return pruner(choice).prune(kept, credit(kept));
    }

    private Pruner pruner(TrainingOptions choice) {
        var journal = new RunJournal(ledger, run, TrainingListener.NONE, "");
        var gateway = ModelGateway.live(new World().model).build();
        var runner = new FakeRunner();
        var optimizer =
                new AgentOptimizer(
                        gateway,
                        new AdmissionGate(runner, choice.policy(), ledger, LeakScan.NONE),
                        ledger,
                        choice,
                        TrainingListener.NONE);
        var step = new EpochStep(optimizer, new LineTraces(runner, choice, ledger), choice);
        return new Pruner(
                new Search.Parts(trials, step, AcceptanceRule.of(choice, trials), journal, choice));
    }

    @Test
    void whatIsUnusedOrHarmfulIsPrunedAndSaved() {
        Pruner.Pruned pruned = prune(options);

        assertThat(pruned.standing().functions()).isEqualTo(SET.without("harms").without("idle"));
        Credit.Pruning pruning = pruned.pruning().orElseThrow();
        assertThat(pruning.unused()).containsExactly("idle");
        assertThat(pruning.harmful()).containsExactly("harms");
        assertThat(pruning.accepted()).isTrue();
        Version saved = run.functions().versions().getLast();
        assertThat(saved.functions()).isEqualTo(pruned.standing().functions());
        assertThat(saved.provenance()).containsEntry("pruned", "idle, harms");
    }

    @Test
    void whatAFunctionThatStaysNamesStays() {
        FunctionSet set = SET.with(function("helps", "return part(n) or harms(n)"));
        Candidate kept = trials.candidate(set, "kept");
        List<FunctionCredit> credit =
                credit(kept).stream()
                        .map(
                                one ->
                                        one.name().equals("harms")
                                                ? new FunctionCredit(
                                                        "harms",
                                                        one.use(),
                                                        Optional.of(
                                                                new LeaveOneOut(
                                                                        -0.5, 6, 0, 3, 0.1)))
                                                : one)
                        .toList();

        Pruner.Pruned pruned = pruner(options).prune(kept, credit);

        assertThat(pruned.standing().functions()).isEqualTo(set.without("idle"));
        assertThat(pruned.pruning().orElseThrow().harmful()).isEmpty();
    }

    @Test
    void withoutSignificanceNothingCountsAsHarmful() {
        Pruner.Pruned pruned = prune(World.options().significance(0.2).build());

        assertThat(pruned.pruning().orElseThrow().harmful()).isEmpty();
        assertThat(pruned.standing().functions()).isEqualTo(SET.without("idle"));
    }

    @Test
    void aTieKeepsTheSmallerSetAlsoWhereTiesOfEditsAreRejected() {
        Pruner.Pruned pruned =
                prune(
                        World.options()
                                .accept(TrainingOptions.Acceptance.PAPER)
                                .ties(TrainingOptions.Ties.REJECTED)
                                .significance(0)
                                .build());

        assertThat(pruned.standing().functions()).isEqualTo(SET.without("idle"));
    }
}
