package dev.handaxe.optimizer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.report.ReportedEpoch.Answer;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.optimizer.report.ReportedEpoch.Place;
import dev.handaxe.optimizer.report.ReportedEpoch.Verdict;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    private static final FunctionSet SET =
            FunctionSet.of(
                    List.of(FunctionDefinition.builder("f", "def f():\n    return 1\n").build()));

    @TempDir private Path folder;
    private final List<String> ledger = new ArrayList<>();
    private String result = "";

    @BeforeEach
    void beginTheLedger() {
        event("ledger", "format", "{\"format\":1}");
    }

    @Test
    void scoresAreMeansOverTasksWithWilsonsInterval() {
        rollout("aa", "train", "one task", 1, 1);
        rollout("aa", "train", "one task", 2, 0);
        rollout("aa", "train", "t2", 1, 1);
        rollout("aa", "train", "t2", 2, 1);

        SplitScores scores = read().scores("aa", "train").orElseThrow();

        assertThat(scores.byTask())
                .containsExactly(Map.entry("t2", 1.0), Map.entry("one task", 0.5));
        assertThat(scores.mean()).isEqualTo(0.75);
        assertThat(scores.interval().low()).isCloseTo(0.1979, within(1e-3));
    }

    @Test
    void aSplitThatWasNotTriedToItsEndHasNoScore() {
        rollout("aa", "train", "t2", 1, 1);

        assertThat(read().scores("aa", "train")).isEmpty();
        assertThat(read().scores("aa", "test")).isEmpty();
        assertThat(read().conversations()).hasSize(1);
    }

    @Test
    void setsAreComparedTaskByTask() {
        rollout("aa", "train", "t2", 1, 0);
        rollout("aa", "train", "one task", 1, 1);
        rollout("bb", "train", "one task", 1, 1);
        rollout("bb", "train", "t2", 1, 1);
        RunReport report = read();

        var pairs =
                report.scores("bb", "train")
                        .orElseThrow()
                        .against(report.scores("aa", "train").orElseThrow())
                        .orElseThrow();

        assertThat(pairs.won()).isEqualTo(1);
        assertThat(pairs.lost()).isZero();
    }

    @Test
    void anEpochHasItsEditsWithWhatTheOptimizerProposedAndWhatWasDecided() {
        event(
                "model_call",
                "k1",
                "{\"label\":\"optimizer epoch 1 action 1 try 2 set 00\",\"request\":{\"big\":[1]},"
                        + "\"response\":{\"text\":\"I see.\",\"calls\":[{\"name\":\"add_function\","
                        + "\"arguments\":\"{\\\"name\\\":\\\"f\\\",\\\"code\\\":\\\"def f(): ...\\\"}\"},"
                        + "{\"name\":\"add_function\","
                        + "\"arguments\":\"{\\\"name\\\":\\\"h\\\",\\\"code\\\":\\\"def h(): ...\\\"}\"}]},"
                        + "\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}");
        event("edit_refused", "epoch 1 action 1 try 1", "{\"reason\":\"no such thing\"}");
        event(
                "edit_applied",
                "epoch 1 action 1",
                "{\"action\":\"add_function\",\"name\":\"f\",\"set\":\"bb\",\"hypothesis\":\"H\"}");
        event(
                "edit_applied",
                "epoch 1 action 2",
                "{\"action\":\"add_function\",\"name\":\"h\",\"set\":\"bb\","
                        + "\"answer\":\"epoch 1 action 1\"}");
        event("epoch_evaluated", "epoch 1", "{\"set\":\"bb\"}");
        event(
                "rolled_back",
                "epoch 1",
                "{\"epoch\":1,\"decision\":{\"p_value\":0.5,\"test\":{\"name\":\"mcnemar\"}}}");
        event(
                "edit_applied",
                "epoch 2 action 1",
                "{\"action\":\"remove_function\",\"name\":\"g\"}");

        List<ReportedEpoch> epochs = read().epochs();

        assertThat(epochs).hasSize(2);
        ReportedEpoch first = epochs.getFirst();
        assertThat(first.set()).isEqualTo("bb");
        assertThat(first.answers().getFirst().refusal()).contains("no such thing");
        assertThat(first.refused()).isEqualTo(1);
        assertThat(first.answers()).hasSize(2);
        Answer admitted = first.answers().getLast();
        assertThat(admitted.place()).isEqualTo(new Place("", 1, 2));
        assertThat(admitted.edits()).hasSize(2);
        assertThat(first.decision().verdict()).isEqualTo(Verdict.ROLLED_BACK);
        assertThat(first.decision().facts().values())
                .containsExactly(Map.entry("p_value", "0.5"), Map.entry("test name", "mcnemar"));
        Edit edit = first.edits().getFirst();
        assertThat(edit.proposal().orElseThrow().code()).isEqualTo("def f(): ...");
        assertThat(admitted.said()).isEqualTo("I see.");
        assertThat(edit.facts().text("hypothesis")).contains("H");
        Edit second = first.edits().getLast();
        assertThat(second.proposal().orElseThrow().code()).isEqualTo("def h(): ...");
        assertThat(second.facts().text("answer")).isEmpty();
        assertThat(epochs.getLast().decision().verdict()).isEqualTo(Verdict.OPEN);
        assertThat(read().outcome().usage().values())
                .containsEntry("calls", "1")
                .containsEntry("input_tokens", "7");
    }

    @Test
    void whatLaterVersionsMeasureIsKeptAsFacts() {
        result =
                "\"result\":{\"stopped\":\"epochs\",\"seconds\":2.5,\"usage\":{\"calls\":4,\"cost\":0.2},"
                        + "\"controls\":[{\"name\":\"retries\",\"interval\":{\"low\":0.1}}],"
                        + "\"credit\":{\"f\":{\"calls\":3}},\"test\":{\"p_value\":0.03},"
                        + "\"notes\":[\"a note\"],\"epochs\":[{\"epoch\":1,\"accepted\":true,"
                        + "\"proposed\":[{\"action\":\"add_function\",\"name\":\"f\"}]}]}";

        RunReport report = read();

        assertThat(report.outcome().stopped()).contains("epochs");
        assertThat(report.outcome().notes()).containsExactly("a note");
        assertThat(report.outcome().usage().values())
                .containsEntry("cost", "0.2")
                .containsEntry("seconds", "2.5");
        var measured = report.outcome().measured();
        assertThat(measured.tested().controls().getFirst().number("interval low")).hasValue(0.1);
        assertThat(measured.credit().functions().getFirst().values())
                .containsEntry("name", "f")
                .containsEntry("calls", "3");
        assertThat(measured.tested().comparison().number("p_value")).hasValue(0.03);
        assertThat(report.epochs().getFirst().decision().verdict()).isEqualTo(Verdict.KEPT);
    }

    @Test
    void whatTrainMeasuresIsReadByItsNames() {
        result =
                "\"result\":{\"stopped\":\"epochs\",\"conclusion\":\"Better.\",\"headroom\":"
                        + "{\"text\":\"Headroom: none.\",\"deciding\":{\"needs_won\":2}},"
                        + "\"pruning\":{\"accepted\":true,\"unused\":[\"f\",\"g\"]},"
                        + "\"folds\":{\"count\":2,\"each\":[{\"fold\":1,\"before\":0.5}]}}";

        Measured measured = read().outcome().measured();

        assertThat(measured.tested().conclusion()).contains("Better.");
        assertThat(measured.headroom().number("deciding needs_won")).hasValue(2);
        assertThat(measured.credit().pruning().text("unused")).contains("f, g");
        assertThat(measured.folds().pooled().values()).containsExactly(Map.entry("count", "2"));
        assertThat(measured.folds().each().getFirst().number("before")).hasValue(0.5);
    }

    @Test
    void attemptsOfControlsAndFoldsAreNoScoresOfTheSplit() {
        event("rollout", "aa test x 1", "{\"task\":\"x\",\"score\":0}");
        event("rollout", "aa test attempt 2 x 1", "{\"task\":\"x\",\"score\":1}");
        event("rollout", "aa fold 1 train one task 1", "{\"task\":\"one task\",\"score\":1}");

        RunReport report = read();

        assertThat(report.scores("aa", "test").orElseThrow().byTask())
                .containsExactly(Map.entry("x", 0.0));
        assertThat(report.conversations())
                .extracting(one -> one.id().split() + "/" + one.id().task())
                .containsExactly("test/x", "test attempt 2/x", "fold 1 train/one task");
    }

    @Test
    void everyPartOfAnEpochHasItsAnswersAndFoldsHaveNone() {
        answer("optimizer epoch 1 part 2 action 1 try 1 set 00", "f", "def f(): ...");
        answer("optimizer epoch 1 merge f action 1 try 2 set 00", "f", "def f(): 2");
        answer("optimizer fold 1 epoch 1 action 1 try 1 set 00", "f", "def f(): 3");
        String edit =
                "{\"action\":\"merge_functions\",\"name\":\"f\",\"replaces\":[\"g\",\"h\"],"
                        + "\"hypothesis\":\"H\",\"answer\":\"%s\"}";
        event("edit_applied", "epoch 1 part 2 action 1", edit.formatted("epoch 1 part 2 action 1"));
        event(
                "edit_applied",
                "epoch 1 merge f action 1",
                edit.formatted("epoch 1 merge f action 1"));
        event("edit_applied", "fold 1 epoch 1 action 1", edit.formatted("fold 1 epoch 1 action 1"));

        List<Answer> answers = read().epochs().getFirst().answers();

        assertThat(answers)
                .extracting(Answer::place)
                .containsExactly(new Place("part 2", 1, 1), new Place("merge f", 1, 2));
        assertThat(answers.getLast().edits().getFirst().proposal().orElseThrow().code())
                .isEqualTo("def f(): 2");
        assertThat(answers.getFirst().edits().getFirst().replaced()).containsExactly("g", "h");
    }

    @Test
    void aRefusedAnswerHasWhatWasProposedAndWhatWasSaidBack() {
        answer("optimizer epoch 1 action 1 try 1 set 00", "f", "def f(:");
        event(
                "edit_refused",
                "epoch 1 action 1 try 1",
                "{\"reason\":\"no Python\",\"actions\":[{\"action\":\"add_function\","
                        + "\"name\":\"f\",\"hypothesis\":\"H\"}]}");

        Answer answer = read().epochs().getFirst().answers().getFirst();

        assertThat(answer.refusal()).contains("no Python");
        assertThat(answer.edits().getFirst().proposal().orElseThrow().code()).isEqualTo("def f(:");
        assertThat(answer.edits().getFirst().facts().text("hypothesis")).contains("H");
        assertThat(read().epochs().getFirst().edits()).isEmpty();
    }

    @Test
    void anEpochCameFromTheSetThatWasKeptLastUnlessTheRunSaysOtherwise() {
        FunctionStore store = FunctionStore.open(folder.resolve("functions"));
        store.save(FunctionSet.empty(), Map.of("epoch", "0"));
        store.save(SET, Map.of("epoch", "1"));
        store.save(
                FunctionSet.empty(), Map.of("epoch", "4", "parent", "cc", "second_parent", "dd"));
        String first = FunctionSet.empty().hash();
        decided(1, "bb", "accepted");
        decided(2, "cc", "rolled_back");
        decided(3, "dd", "accepted");
        event("parents", "epoch 4", "{\"parents\":[\"bb\",\"cc\"]}");

        RunReport report = read();

        assertThat(report.epochs())
                .extracting(ReportedEpoch::parents)
                .containsExactly(List.of(first), List.of("bb"), List.of("bb"), List.of("bb", "cc"));
        assertThat(report.versions())
                .extracting(report::parents)
                .containsExactly(List.of(), List.of(first), List.of("cc", "dd"));
    }

    @Test
    void whenItWasLastWrittenToIsKnown() {
        assertThat(read().outcome().lastWritten()).contains("2026-01-01T00:00:00Z");
    }

    @Test
    void aRunThatHasOnlyBegunIsReadAsFarAsItIs() {
        RunReport report =
                RunReport.read(RunFolder.create(folder.resolve("new"), Map.of("a", "b")));

        assertThat(report.outcome().stopped()).isEmpty();
        assertThat(report.about().settings()).containsEntry("a", "b");
        assertThat(report.conversations()).isEmpty();
        assertThat(report.outcome().notes()).anyMatch(note -> note.contains("no ledger"));
    }

    @Test
    void corruptLinesAreCountedAndTheLineThatIsBeingWrittenIsNot() {
        ledger.add("{\"event\":\"rollout\",");
        rollout("aa", "train", "t2", 1, 1);
        ledger.add("{\"event\":\"rollout\",\"key\":\"aa tr");

        RunReport report = read();

        assertThat(report.conversations()).hasSize(1);
        assertThat(report.outcome().notes()).anyMatch(note -> note.startsWith("1 lines"));
    }

    @Test
    void theSetsThatWereKeptAreNamedByTheirHashes() {
        FunctionStore store = FunctionStore.open(folder.resolve("functions"));
        store.save(FunctionSet.empty(), Map.of("epoch", "0"));
        store.save(SET, Map.of("epoch", "1"));

        RunReport report = read();

        assertThat(report.firstSet()).isEqualTo(FunctionSet.empty().hash());
        assertThat(report.finalSet()).isEqualTo(SET.hash());
    }

    @Test
    void aConversationHasItsCallsFailuresAndTraces() {
        event(
                "rollout",
                "aa train t2 1",
                "{\"score\":0,\"reason\":\"wrong\",\"messages\":[{\"role\":\"assistant\",\"text\":\"\","
                        + "\"calls\":[{\"id\":\"1\",\"name\":\"f\",\"arguments\":\"{}\"}]},"
                        + "{\"role\":\"tool\",\"text\":\"raised\",\"name\":\"f\"}],\"calls\":[{\"name\":\"f\","
                        + "\"arguments\":\"{}\",\"kind\":\"raised\",\"reply\":\"raised\",\"failure\":{\"type\":"
                        + "\"KeyError\",\"message\":\"m\",\"line\":3,\"function\":\"f\",\"source\":\"x\"},"
                        + "\"trace\":{\"total\":3,\"calls\":[{\"depth\":0,\"function\":\"f\",\"arguments\":\"\","
                        + "\"result\":\"KeyError\",\"raised\":true},{\"depth\":1,\"function\":\"g\",\"arguments\":"
                        + "\"a=1\",\"result\":\"2\"}]}}]}");

        Conversation conversation = read().conversations().getFirst();

        assertThat(conversation.messages().getFirst().asks().getFirst().name()).isEqualTo("f");
        assertThat(conversation.calls().getFirst().failure().orElseThrow().line()).isEqualTo(3);
        assertThat(conversation.calls().getFirst().trace())
                .contains("f() raised KeyError\n  g(a=1) -> 2\n(1 in the middle left out)");
        assertThat(conversation.calls().getFirst().arguments()).isEqualTo("{}");
    }

    private void answer(String label, String function, String code) {
        event(
                "model_call",
                label,
                ("{\"label\":\"%s\",\"response\":{\"text\":\"\",\"calls\":[{\"name\":"
                                + "\"add_function\",\"arguments\":\"{\\\"name\\\":\\\"%s\\\","
                                + "\\\"code\\\":\\\"%s\\\"}\"}]}}")
                        .formatted(label, function, code));
    }

    private void decided(int epoch, String set, String verdict) {
        event("epoch_evaluated", "epoch " + epoch, "{\"set\":\"%s\"}".formatted(set));
        event(verdict, "epoch " + epoch, "{\"epoch\":%d}".formatted(epoch));
    }

    private void rollout(String set, String split, String task, int repeat, double score) {
        event(
                "rollout",
                "%s %s %s %d".formatted(set, split, task, repeat),
                "{\"task\":\"%s\",\"score\":%s,\"reason\":\"r\"}".formatted(task, score));
    }

    private void event(String name, String key, String data) {
        ledger.add(
                "{\"event\":\"%s\",\"key\":\"%s\",\"at\":\"2026-01-01T00:00:00Z\",\"data\":%s}"
                        .formatted(name, key, data));
    }

    private RunReport read() {
        try {
            Files.writeString(
                    folder.resolve("run.json"),
                    "{\"format\":1,\"splits\":{\"train\":[\"t2\",\"one task\"],\"test\":[\"x\"]}"
                            + (result.isEmpty() ? "" : "," + result)
                            + "}");
            Files.write(folder.resolve("ledger.jsonl"), ledger);
            return RunReport.read(RunFolder.open(folder));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
