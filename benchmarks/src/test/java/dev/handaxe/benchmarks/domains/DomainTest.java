package dev.handaxe.benchmarks.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.KindCounts;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.runtime.HandaxeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DomainTest {

    private static TaskData usual(Domain domain) {
        return domain.tasks(Domain.USUAL_SIZE, Domain.USUAL_SEED);
    }

    private static String digest(List<Task> tasks) throws Exception {
        String all = tasks.stream().map(Task::toString).collect(Collectors.joining("\n"));
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }

    @ParameterizedTest
    @CsvSource({
        "NUMBERS, 3d30c0a8a204f6f5",
        "TABLES, 64037be027053beb",
        "CALENDAR, a30e1edde5139b55"
    })
    void theUsualTasksAreTheseForEver(Domain domain, String digest) throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(digest(usual(domain).train())).isEqualTo(digest);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSeedMakesItsTasksAndALargerSizeOnlyAddsSome(Domain domain) {
        List<Task> tasks = domain.tasks(70, 5).train();
        assertThat(domain.tasks(70, 5).train()).isEqualTo(tasks);
        assertThat(domain.tasks(150, 5).train().subList(0, 70)).isEqualTo(tasks);
        assertThat(domain.tasks(70, 6).train()).doesNotContainAnyElementsOf(tasks);
    }

    @Test
    void noQuestionIsAskedTwice() {
        List<Task> all =
                Arrays.stream(Domain.values())
                        .flatMap(domain -> domain.tasks(300, 1).train().stream())
                        .toList();
        assertThat(all).extracting(Task::question).doesNotHaveDuplicates();
        assertThat(all).extracting(Task::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void kindsAreBalancedInTheDomainAndInItsSplits(Domain domain) {
        TaskData data = usual(domain);
        assertThat(domain.kinds()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(KindCounts.of(data, data.train()).values()).containsOnly(10L);
        assertThat(KindCounts.of(data, data.train()).keySet()).hasSameElementsAs(domain.kinds());

        Splits splits = data.draw(30, 15, 15, 3);

        assertThat(KindCounts.of(data, splits.train()).values()).allMatch(n -> n >= 4 && n <= 6);
        assertThat(KindCounts.of(data, splits.validation()).values())
                .allMatch(n -> n == 2 || n == 3);
        assertThat(KindCounts.of(data, splits.test()).values()).allMatch(n -> n == 2 || n == 3);
        List<Task> drawn = new ArrayList<>(splits.train());
        drawn.addAll(splits.validation());
        drawn.addAll(splits.test());
        assertThat(drawn).extracting(Task::question).hasSize(60).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void gradersTakeTheAnswerAndRefuseWhatIsNear(Domain domain) {
        TaskData data = usual(domain);
        for (Task task : data.train()) {
            String message = "Worked out.\n\nANSWER: ";
            assertThat(data.grader().grade(task, message + task.answer()).score()).isOne();
            for (String near : near(task.answer())) {
                assertThat(data.grader().grade(task, message + near).score())
                        .as("%s: %s for %s", task.id(), near, task.answer())
                        .isZero();
            }
            assertThat(task.answerFormat()).contains("ANSWER:");
        }
        Task stranger = new Task("numbers/circle/99999", "?", "1", "");
        assertThat(data.grader().grade(stranger, "ANSWER: 1").score()).isZero();
    }

    private static List<String> near(String answer) {
        if (answer.contains("-")) {
            LocalDate date = LocalDate.parse(answer);
            return List.of(date.plusDays(1).toString(), date.minusDays(1).toString(), "");
        }
        int last = answer.length() - 1;
        char digit = answer.charAt(last);
        String off = answer.substring(0, last) + (char) (digit == '9' ? '8' : digit + 1);
        return List.of(off, "1" + answer, "-" + answer, "");
    }

    @ParameterizedTest
    @EnumSource
    void noQuestionShowsItsAnswer(Domain domain) {
        for (Task task : domain.tasks(300, 2).train()) {
            List<String> words =
                    Arrays.asList(
                            task.question().replaceAll("[.?](\\s|$)", " ").split("[^\\w.-]+"));
            assertThat(words).as(task.id()).doesNotContain(task.answer());
        }
        assertThat(GeneratedTasks.shows("from 12 to 45.", "45")).isTrue();
        assertThat(GeneratedTasks.shows("from 12 to 45.7", "45")).isFalse();
        assertThat(GeneratedTasks.shows("from 12 to 1.45", "45")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatHasAFormOtherThanANumberSaysIt(Domain domain) {
        for (Task task : usual(domain).train()) {
            String question = task.question();
            if (task.answer().contains("-")) {
                assertThat(question).contains("YYYY-MM-DD");
            } else if (task.answer().contains(".")) {
                assertThat(question).containsPattern("(two|three) decimals");
            }
        }
    }

    @Test
    void aDomainIsFoundByTheNameOfItsDataSet() {
        assertThat(Stream.of(Domain.values()).map(Domain::dataSet))
                .containsExactly("numbers", "tables", "calendar");
        assertThat(Domain.named("tables")).contains(Domain.TABLES);
        assertThat(Domain.named("TABLES")).isEmpty();
        assertThat(Collections.disjoint(Domain.NUMBERS.kinds(), Domain.CALENDAR.kinds())).isTrue();
        assertThatThrownBy(() -> Domain.TABLES.tasks(0, 1))
                .isInstanceOf(HandaxeException.class)
                .hasMessage("0 tasks of tables were asked for; there are 1 to 10000");
    }
}
