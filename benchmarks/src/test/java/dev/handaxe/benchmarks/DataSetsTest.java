package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.DataSetInfo.Use;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataSetsTest {
    @TempDir Path folder;

    private static TaskData tasks(String name, String file) {
        return DataSets.tasks(name, Optional.of(TestFiles.mini(file)), Optional.empty());
    }

    private static List<String> answers(List<Task> tasks) {
        return tasks.stream().map(Task::answer).toList();
    }

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(Task::id).toList();
    }

    @Test
    void gsm8kIsAFolderOfTwoFilesOrOneFile() {
        TaskData both = tasks("gsm8k", "gsm8k");
        assertThat(answers(both.train())).containsExactly("84", "1500", "-5");
        assertThat(answers(both.test())).containsExactly("18");
        assertThat(both.train().get(1).id()).isEqualTo("gsm8k/train/2");
        assertThat(both.grader().grade(both.train().get(1), "#### 1,500").score()).isOne();
        assertThat(tasks("gsm8k", "gsm8k/test.jsonl").train()).hasSize(1);
        assertThat(tasks("gsm8k", "gsm8k/test.jsonl").test()).isEmpty();
    }

    @Test
    void mathIsAFolderOfSplitsAndSubjects() {
        TaskData all = tasks("math", "math");
        assertThat(ids(all.train()))
                .containsExactly(
                        "math/train/algebra/1",
                        "math/train/number_theory/1",
                        "math/train/number_theory/2");
        assertThat(answers(all.train())).containsExactly("\\frac{7}{2}", "4", "\\frac{1}{4}");
        TaskData one = tasks("math", "math/train/algebra.jsonl");
        assertThat(answers(one.train())).containsExactly("\\frac{7}{2}");
        assertThat(one.grader().grade(one.train().getFirst(), "\\boxed{7/2}").score()).isOne();
    }

    @Test
    void aSubjectPicksAFileOfBothSplits() {
        Optional<Path> data = Optional.of(TestFiles.mini("math"));
        TaskData picked = DataSets.tasks("math", data, Optional.of("number_theory"));
        assertThat(picked.train()).hasSize(2);
        assertThat(picked.test()).hasSize(1);
        assertThatThrownBy(() -> DataSets.tasks("math", data, Optional.of("../math/algebra")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("there are algebra, number_theory");
    }

    @Test
    void tasksOfOnesOwnHaveTheirOwnGraders() {
        TaskData own = tasks("jsonl", "own.jsonl");
        Task big = own.train().getFirst();
        assertThat(big.id()).isEqualTo("1");
        assertThat(own.grader().grade(big, "ANSWER: 1180591620717411303424").score()).isOne();
        assertThat(own.grader().grade(big, "ANSWER: 1180591620717411303425").score()).isZero();
        assertThat(own.grader().grade(own.train().get(1), "ANSWER: Oslo").score()).isOne();
        assertThat(own.grader().grade(own.test().getFirst(), "ANSWER: 3.1416").score()).isOne();
        Task quarter = own.validation().getFirst();
        assertThat(own.grader().grade(quarter, "\\boxed{1/4}").score()).isOne();
        assertThat(quarter.answerFormat()).contains("\\boxed");
        Task stranger = new Task("z", "?", "1", "");
        assertThat(own.grader().grade(stranger, "1").score()).isZero();
    }

    @Test
    void malformedTasksAreNamed() {
        assertComplains(
                "jsonl", "{\"id\":1,\"question\":\"?\"}", "line 1: field 'answer' is missing");
        assertComplains(
                "jsonl",
                "{\"id\":1,\"question\":\"?\",\"answer\":\"1\"}\n".repeat(2),
                "line 2: field 'id' is '1', as on line 1");
        assertComplains(
                "jsonl",
                "{\"id\":1,\"question\":\"?\",\"answer\":\"x\",\"grader\":\"numeric\"}",
                "line 1: field 'answer' is no number");
        assertComplains(
                "jsonl",
                "{\"id\":1,\"question\":\"?\",\"answer\":\"x\",\"grader\":\"bleu\"}",
                "line 1: field 'grader' is unknown");
        assertComplains(
                "jsonl",
                "{\"id\":1,\"question\":\"?\",\"answer\":\"x\",\"split\":\"dev\"}",
                "line 1: field 'split' is none of");
        assertComplains(
                "gsm8k",
                "{\"question\":\"?\",\"answer\":\"just 5\"}",
                "line 1: field 'answer' has no '#### number'");
        assertComplains(
                "math",
                "{\"question\":\"?\",\"answer\":\"\\\\boxed{5\"}",
                "line 1: field 'answer' has a \\boxed that is not closed");
    }

    private void assertComplains(String name, String content, String message) {
        assertThatThrownBy(
                        () -> {
                            Path file = TestFiles.write(folder.resolve("own.jsonl"), content);
                            DataSets.tasks(name, Optional.of(file), Optional.empty());
                        })
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("own.jsonl " + message);
    }

    @Test
    void theDemoShipsWithItsSplits() {
        TaskData demo = DataSets.tasks("demo", Optional.empty(), Optional.empty());
        assertThat(List.of(demo.train(), demo.validation(), demo.test()))
                .allSatisfy(split -> assertThat(split).hasSize(12));
        Splits splits = demo.draw(TaskData.ALL, TaskData.ALL, TaskData.ALL, 1);
        assertThat(splits.train()).isEqualTo(demo.train());
        assertThat(splits.test()).isEqualTo(demo.test());
        for (Task task : demo.test()) {
            String message = "Computed.\n\nANSWER: " + task.answer();
            assertThat(demo.grader().grade(task, message).score()).isOne();
            assertThat(demo.grader().grade(task, message + "1").score()).isZero();
            assertThat(task.answerFormat()).isNotBlank();
        }
    }

    @Test
    void theDomainsAreMadeHere() {
        for (String name : List.of("numbers", "tables", "calendar")) {
            TaskData usual = DataSets.tasks(name, Optional.empty(), Optional.empty());
            assertThat(usual.name()).isEqualTo(name);
            assertThat(usual.train()).hasSize(60);
            assertThat(DataSets.generated(name, 90).train())
                    .startsWith(usual.train().toArray(new Task[0]));
            assertThat(DataSets.all())
                    .filteredOn(info -> info.name().equals(name))
                    .singleElement()
                    .satisfies(info -> assertThat(info.expects()).contains("generated here"));
            assertThatThrownBy(() -> DataSets.tasks(name, Optional.of(folder), Optional.empty()))
                    .hasMessage("'" + name + "' ships with Handaxe and takes no data");
        }
        assertThatThrownBy(() -> DataSets.generated("gsm8k", 60)).hasMessageContaining("gsm8k");
    }

    @Test
    void missingOrNeedlessDataIsSaid() {
        assertThatThrownBy(() -> DataSets.tasks("gsm8k", Optional.empty(), Optional.empty()))
                .hasMessageContaining("say where its data is");
        assertThatThrownBy(() -> DataSets.tasks("demo", Optional.of(folder), Optional.empty()))
                .hasMessageContaining("takes no data");
        assertThatThrownBy(() -> DataSets.tasks("gsm8k", Optional.of(folder), Optional.of("x")))
                .hasMessageContaining("has no subjects");
        assertThatThrownBy(() -> DataSets.tasks("apps", Optional.empty(), Optional.empty()))
                .hasMessageContaining(
                        "gsm8k, math, math500, tabmwp, arc, jsonl, demo, numbers, tables,"
                                + " calendar");
        assertThatThrownBy(() -> DataSets.tasks("math", Optional.of(folder), Optional.empty()))
                .hasMessageContaining("has no SUBJECT.jsonl");
    }

    @Test
    void theSeedDrawsTheSameDisjointSplits() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append("{\"id\":%d,\"question\":\"?\",\"answer\":\"%d\"}\n".formatted(i, i));
        }
        Path file = TestFiles.write(folder.resolve("sixty.jsonl"), lines.toString());
        TaskData data = DataSets.tasks("jsonl", Optional.of(file), Optional.empty());
        Splits first = data.draw(20, 10, 15, 7);
        assertThat(data.draw(20, 10, 15, 7)).isEqualTo(first);
        assertThat(data.draw(20, 10, 15, 8)).isNotEqualTo(first);
        assertThat(first.validation()).isEqualTo(data.draw(5, 10, 0, 7).validation());
        Set<String> seen = new HashSet<>();
        Stream.of(first.train(), first.validation(), first.test())
                .flatMap(List::stream)
                .forEach(task -> assertThat(seen.add(task.id())).isTrue());
        assertThat(seen).hasSize(45);
        assertThat(first.train())
                .isSortedAccordingTo(
                        java.util.Comparator.comparingInt(task -> data.train().indexOf(task)));
        assertThat(data.draw(TaskData.ALL, 10, 15, 7).train()).hasSize(35);
        assertThatThrownBy(() -> data.draw(40, 10, 15, 7))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("40 training tasks were asked for");
        assertThatThrownBy(() -> data.draw(10, TaskData.ALL, 15, 7))
                .hasMessageContaining("has no validation split");
    }

    @Test
    void aSeedDrawsTheseTasksForEver() {
        TaskData demo = DataSets.tasks("demo", Optional.empty(), Optional.empty());
        assertThat(ids(demo.draw(4, 0, 0, 7).train()))
                .containsExactly(
                        "tables/median/02",
                        "numbers/circle/04",
                        "numbers/recurrence/05",
                        "calendar/deadline/05");
    }

    @Test
    void everyDataSetIsDescribed() {
        assertThat(DataSets.all())
                .allSatisfy(
                        info -> {
                            assertThat(info.expects()).isNotBlank();
                            assertThat(info.origin()).isNotBlank();
                            assertThat(info.licence()).isNotBlank();
                        });
        assertThat(
                        DataSets.all().stream()
                                .filter(info -> info.uses().contains(Use.EVALUATE))
                                .map(DataSetInfo::name))
                .containsExactlyInAnyOrderElementsOf(CodeTasks.names());
    }

    @Test
    void theOfficialFilesLoadWhole() {
        TaskData gsm8k =
                DataSets.tasks(
                        "gsm8k", Optional.of(TestFiles.shared("data/gsm8k")), Optional.empty());
        assertThat(gsm8k.train()).hasSize(7473);
        assertThat(gsm8k.test()).hasSize(1319);
        Path math = TestFiles.shared("data/math");
        TaskData all = DataSets.tasks("math", Optional.of(math), Optional.empty());
        assertThat(all.train()).hasSize(7500);
        assertThat(all.test()).hasSize(5000);
        TaskData some = DataSets.tasks("math", Optional.of(math), Optional.of("number_theory"));
        assertThat(some.train()).hasSize(869);
        assertThat(some.test()).hasSize(540);
        Path math500 = TestFiles.shared("data/math500");
        assertThat(DataSets.tasks("math500", Optional.of(math500), Optional.empty()).train())
                .hasSize(500);
        assertThat(DataSets.tasks("math500", Optional.of(math500), Optional.of("geometry")).train())
                .hasSize(41);
        Path tabmwp = TestFiles.shared("data/tabmwp");
        assertThat(DataSets.tasks("tabmwp", Optional.of(tabmwp), Optional.empty()).train())
                .hasSize(1000);
    }

    @Test
    void splitsOfTheOfficialFilesKeepTheKindsInProportion() {
        TaskData tabmwp =
                DataSets.tasks(
                        "tabmwp", Optional.of(TestFiles.shared("data/tabmwp")), Optional.empty());
        Splits splits = tabmwp.draw(100, 50, 200, 3);
        Map<String, Long> all = KindCounts.of(tabmwp, tabmwp.train());
        for (List<Task> split : List.of(splits.train(), splits.validation(), splits.test())) {
            Map<String, Long> drawn = KindCounts.of(tabmwp, split);
            all.forEach(
                    (kind, count) ->
                            assertThat(drawn.getOrDefault(kind, 0L).doubleValue())
                                    .as(kind)
                                    .isCloseTo(count * split.size() / 1000.0, Offset.offset(1.5)));
        }
    }

    @Test
    void everyOfficialGoldAnswerIsRightByItsOwnRule() {
        for (String name : List.of("math", "math500")) {
            Path folder500 = TestFiles.shared("data/" + name);
            TaskData data = DataSets.tasks(name, Optional.of(folder500), Optional.empty());
            for (Task task : data.train()) {
                assertThat(data.grader().grade(task, "\\boxed{" + task.answer() + "}").score())
                        .as(task.id())
                        .isOne();
            }
        }
        TaskData tabmwp =
                DataSets.tasks(
                        "tabmwp", Optional.of(TestFiles.shared("data/tabmwp")), Optional.empty());
        for (Task task : tabmwp.train()) {
            boolean options = task.question().contains("\nOptions:");
            Stream<String> answers =
                    options ? Stream.of("A", "B", "C", "D", "E", "F") : Stream.of(task.answer());
            assertThat(answers.map(answer -> "The answer is " + answer + "."))
                    .as(task.id())
                    .anyMatch(message -> tabmwp.grader().grade(task, message).score() == 1);
        }
    }
}
