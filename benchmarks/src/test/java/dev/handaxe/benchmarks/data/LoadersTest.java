package dev.handaxe.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.TestFiles;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats of MATH, MATH-500, TabMWP, ARC and of one's own, by miniatures of them. */
final class LoadersTest {
    @TempDir Path folder;

    private static TaskData read(String name, Path data) {
        return DataSets.tasks(name, Optional.of(data), Optional.empty());
    }

    private static TaskData mini(String name, String file) {
        return read(name, TestFiles.mini(file));
    }

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(Task::id).toList();
    }

    private static List<String> answers(List<Task> tasks) {
        return tasks.stream().map(Task::answer).toList();
    }

    @Test
    void mathIsAlsoFoldersOfOneFileForEachProblem() {
        TaskData math = mini("math", "math-folders");
        assertThat(ids(math.train()))
                .containsExactly(
                        "math/train/algebra/1",
                        "math/train/counting_and_probability/9",
                        "math/train/counting_and_probability/10");
        assertThat(answers(math.train())).containsExactly("2", "6", "6");
        assertThat(answers(math.test())).containsExactly("\\frac{3}{2}");
        assertThat(math.strata())
                .containsEntry("math/train/algebra/1", "algebra/Level 1")
                .containsEntry("math/test/algebra/1", "algebra/Level 3");
    }

    @Test
    void aSubjectHasOneNameHoweverItIsWritten() {
        Optional<Path> data = Optional.of(TestFiles.mini("math-folders"));
        for (String name : List.of("counting_and_probability", "Counting & Probability")) {
            TaskData math = DataSets.tasks("math", data, Optional.of(name));
            assertThat(math.train()).hasSize(2);
            assertThat(math.test()).isEmpty();
        }
        Optional<Path> file = Optional.of(TestFiles.mini("math/train/algebra.jsonl"));
        assertThatThrownBy(() -> DataSets.tasks("math", file, Optional.of("algebra")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("its records name none");
    }

    @Test
    void math500NamesItsFieldsInSeveralWays() {
        TaskData math = mini("math500", "math500.jsonl");
        assertThat(answers(math.train())).containsExactly("2", "\\frac{3}{2}", "4");
        assertThat(math.train().getFirst().question()).isEqualTo("What is $1+1$?");
        assertThat(math.strata()).containsEntry("math500/2", "prealgebra/1");
        Optional<Path> data = Optional.of(TestFiles.mini("math500.jsonl"));
        assertThat(ids(DataSets.tasks("math500", data, Optional.of("Number Theory")).train()))
                .containsExactly("math500/3");
        assertThatThrownBy(() -> DataSets.tasks("math500", data, Optional.of("music")))
                .hasMessageContaining("no subject 'music'; there are number_theory, prealgebra");
    }

    @Test
    void aSolutionNeedsABox() throws IOException {
        Path file =
                TestFiles.write(
                        folder.resolve("m.jsonl"), "{\"problem\":\"?\",\"solution\":\"It is 5.\"}");
        assertThatThrownBy(() -> read("math", file))
                .hasMessageContaining("m.jsonl line 1: field 'solution' has no \\boxed answer");
    }

    @Test
    void tabMwpIsAnObjectOfProblems() {
        TaskData tabmwp = mini("tabmwp", "tabmwp");
        assertThat(ids(tabmwp.train())).containsExactly("tabmwp/7", "tabmwp/12", "tabmwp/3");
        assertThat(tabmwp.validation()).isEmpty();
        Task paint = tabmwp.train().getFirst();
        assertThat(paint.question())
                .contains("Table: Paint used\nName | Tins", "Unit of the answer: tins")
                .doesNotContain("1,250");
        assertThat(tabmwp.grader().grade(paint, "The answer is 1250 tins.").score()).isOne();
        assertThat(tabmwp.grader().grade(paint, "The answer is 1251.").score()).isZero();
        Task rising = tabmwp.train().get(1);
        assertThat(rising.question()).contains("Options: (A) yes (B) no");
        assertThat(tabmwp.grader().grade(rising, "(B)").score()).isOne();
        assertThat(tabmwp.grader().grade(rising, "(C)").score()).isZero();
        assertThat(tabmwp.grader().grade(tabmwp.train().get(2), "It is $12.5").score()).isOne();
        assertThat(tabmwp.strata())
                .containsEntry("tabmwp/7", "free_text/integer_number/1-6")
                .containsEntry("tabmwp/12", "multi_choice/boolean_text/7-8");
    }

    @Test
    void everyOptionAnsweredAsAskedIsTakenForItself() throws IOException {
        List<String> options = List.of("Ann", "Bea", "do not buy", "A B", "b", "F. 5");
        StringBuilder lines = new StringBuilder();
        String choices = "[\"" + String.join("\",\"", options) + "\"]";
        for (int i = 0; i < options.size(); i++) {
            lines.append(
                    "\"%d\":{\"question\":\"?\",\"table\":\"\",".formatted(i)
                            + "\"answer\":\"%s\",\"choices\":%s},\n"
                                    .formatted(options.get(i), choices));
        }
        String problems = "{" + lines.substring(0, lines.length() - 2) + "}";
        TaskData tabmwp = read("tabmwp", TestFiles.write(folder.resolve("o.json"), problems));
        for (int i = 0; i < options.size(); i++) {
            Task task = tabmwp.train().get(i);
            assertThat(task.answerFormat()).contains("\"The answer is B.\"");
            for (int said = 0; said < options.size(); said++) {
                String sentence =
                        task.answerFormat()
                                .replaceFirst("(?s).*\"(The answer is )B\\.\".*", "$1")
                                .concat("ABCDEF".charAt(said) + ".");
                for (String before : List.of("", "By adding up, as asked.\n")) {
                    assertThat(tabmwp.grader().grade(task, before + sentence).score())
                            .as(sentence)
                            .isEqualTo(said == i ? 1 : 0);
                }
            }
        }
        assertThat(mini("tabmwp", "tabmwp").train().getFirst().answerFormat())
                .contains("a number or a word")
                .doesNotContain("option");
    }

    @Test
    void tabMwpHasTheSplitsWhoseFilesAreThere() throws IOException {
        byte[] problems = Files.readAllBytes(TestFiles.mini("tabmwp/problems_dev1k.json"));
        Files.write(folder.resolve("problems_dev1k.json"), problems);
        String train = new String(problems, StandardCharsets.UTF_8);
        TestFiles.write(
                folder.resolve("problems_train.json"),
                train.replace("\"7\":", "\"107\":")
                        .replace("\"12\":", "\"112\":")
                        .replace("\"3\":", "\"103\":"));
        TaskData tabmwp = read("tabmwp", folder);
        assertThat(ids(tabmwp.train())).containsExactly("tabmwp/107", "tabmwp/112", "tabmwp/103");
        assertThat(tabmwp.validation()).hasSize(3);
        assertThat(tabmwp.test()).isEmpty();
    }

    @Test
    void aProblemOfTabMwpIsNamedByItsKey() throws IOException {
        Path file =
                TestFiles.write(
                        folder.resolve("p.json"),
                        "{\n\"1\":{\"question\":\"?\",\"table\":\"\",\"answer\":\"1\"},\n"
                                + "\"9\":{\"question\":\"?\",\"table\":7,\"answer\":\"1\"}}");
        assertThatThrownBy(() -> read("tabmwp", file))
                .hasMessageContaining("p.json line 3 ('9'): field 'table' is a number");
        Path cut = TestFiles.write(folder.resolve("cut.json"), "{\n\"1\":{\"question\":");
        assertThatThrownBy(() -> read("tabmwp", cut))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("cut.json line 2: is not valid JSON");
        Path text = TestFiles.write(folder.resolve("text.json"), "problems");
        assertThatThrownBy(() -> read("tabmwp", text))
                .hasMessageContaining("text.json line 1: is not valid JSON")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> read("tabmwp", folder.resolve("none")))
                .hasMessageContaining("there is no file or folder");
        assertThatThrownBy(() -> read("tabmwp", Files.createDirectory(folder.resolve("empty"))))
                .hasMessageContaining("problems_train.json, problems_dev.json");
    }

    @Test
    void arcIsAFolderOfTasks() {
        TaskData arc = mini("arc", "arc");
        assertThat(ids(arc.train())).containsExactly("arc/0a1b2c3d", "arc/11111111");
        assertThat(ids(arc.test())).containsExactly("arc/22222222");
        Task two = arc.train().get(1);
        assertThat(two.question())
                .contains("Example 1\ninput: [[5]]\noutput: [[5,5]]", "Test 2\ninput: [[7,8]]")
                .doesNotContain("[[6,6]]");
        assertThat(arc.grader().grade(two, "ANSWER: [[[6,6]],[[7,8,7,8]]]").score()).isOne();
        assertThat(arc.grader().grade(two, "ANSWER: [[[6,6]],[[[0]],[[7,8,7,8]]]]").score())
                .isOne();
        assertThat(arc.grader().grade(two, "ANSWER: [[[6,6]]]").score()).isZero();
        assertThat(ids(mini("arc", "arc/training").train())).hasSize(2);
        assertThat(ids(mini("arc", "arc/evaluation/22222222.json").train())).hasSize(1);
    }

    @Test
    void aTaskTwiceIsNamedWithItsPlace() throws IOException {
        String problem = "\"7\":{\"question\":\"?\",\"table\":\"\",\"answer\":\"1\"}";
        Path twice =
                TestFiles.write(folder.resolve("t.json"), "{%s,\n%s}".formatted(problem, problem));
        assertThatThrownBy(() -> read("tabmwp", twice))
                .isInstanceOf(HandaxeException.class)
                .hasMessage(twice + " line 2 ('7'): is the task 'tabmwp/7' for the second time");
        byte[] grid = Files.readAllBytes(TestFiles.mini("arc/evaluation/22222222.json"));
        Path root = folder.resolve("arc");
        Path arc = Files.createDirectories(root.resolve("training"));
        Files.write(arc.resolve("2.json"), grid);
        TestFiles.gzip(arc.resolve("2.json.gz"), grid);
        assertThatThrownBy(() -> read("arc", root))
                .hasMessageContaining("2.json.gz line 1: is the task 'arc/2' for the second time");
        for (String split : List.of("problems_train.json", "problems_test.json")) {
            TestFiles.write(folder.resolve(split), "{" + problem + "}");
        }
        assertThatThrownBy(() -> read("tabmwp", folder))
                .hasMessageContaining("problems_test.json line 1 ('7'): is the task");
    }

    @Test
    void aGridOfArcThatIsNoneIsNamed() throws IOException {
        Path ragged =
                TestFiles.write(
                        folder.resolve("r.json"),
                        "{\"train\":[{\"input\":[[1]],\"output\":[[1,2],[3]]}],\"test\":[]}");
        assertThatThrownBy(() -> read("arc", ragged))
                .hasMessageContaining("r.json line 1: field 'train' [0].output is no rectangle");
        Path none = TestFiles.write(folder.resolve("n.json"), "{\"train\":{}}");
        assertThatThrownBy(() -> read("arc", none))
                .hasMessageContaining("n.json line 1: field 'train' is no list of pairs");
        Path broken = TestFiles.write(folder.resolve("b.json"), "{\n\"train\":[}");
        assertThatThrownBy(() -> read("arc", broken))
                .hasMessageContaining("b.json line 2: is not valid JSON");
        Path list = TestFiles.write(folder.resolve("l.json"), "[]");
        assertThatThrownBy(() -> read("arc", list)).hasMessageContaining("is no JSON object");
    }

    @Test
    void onesOwnTasksMayHaveUnitsOptionsAndKinds() throws IOException {
        Path file =
                TestFiles.write(
                        folder.resolve("own.jsonl"),
                        """
                        {"id":"a","question":"?","answer":"5","grader":"tabmwp","unit":"kg","stratum":"x"}
                        {"id":"b","question":"?","answer":"no","grader":"tabmwp","choices":["yes","no"]}
                        {"id":"c","question":"?","answer":"sea gull","grader":"gaia"}
                        """);
        TaskData own = read("jsonl", file);
        List<Task> tasks = own.train();
        assertThat(own.grader().grade(tasks.get(0), "The answer is 5 kg.").score()).isOne();
        assertThat(own.grader().grade(tasks.get(1), "(B)").score()).isOne();
        assertThat(tasks.get(1).question()).isEqualTo("?\nOptions: (A) yes (B) no");
        assertThat(tasks.get(1).answerFormat()).contains("by its letter");
        assertThat(tasks.get(0).question()).isEqualTo("?");
        assertThat(own.grader().grade(tasks.get(2), "ANSWER: Seagull").score()).isOne();
        assertThat(own.strata()).containsOnlyKeys("a");
        Path code =
                TestFiles.write(
                        folder.resolve("code.jsonl"),
                        "{\"id\":\"a\",\"prompt\":\"def f():\",\"tests\":\"assert f()\"}");
        assertThatThrownBy(() -> read("jsonl", code))
                .hasMessageContaining("code.jsonl line 1: field 'tests' makes it a task of code");
    }
}
