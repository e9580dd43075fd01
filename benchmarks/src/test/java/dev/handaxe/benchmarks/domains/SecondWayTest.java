package dev.handaxe.benchmarks.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecondWayTest {
    private static final int SEEDS = 200;

    /** Written as words, or as clocks. */
    private static final Set<String> NOT_AS_DIGITS = Set.of("times", "ordinal", "sender", "office");

    static Stream<Template> templates() {
        return Arrays.stream(Domain.values()).flatMap(domain -> domain.templates().stream());
    }

    private static Stream<Problem> problems(Template template) {
        return Stream.iterate(1, seed -> seed <= SEEDS, seed -> seed + 1)
                .map(seed -> template.problem(seed, 1 + seed % 9, 0));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void anotherMethodFindsTheSameAnswerForEveryWording(Template template) {
        problems(template)
                .forEach(
                        problem -> {
                            for (String question : problem.questions()) {
                                assertThat(problem.answer())
                                        .as("%s%n%s", problem, question)
                                        .isEqualTo(SecondWay.answer(problem, question));
                            }
                        });
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyWordingSaysEveryNumber(Template template) throws ReflectiveOperationException {
        for (Problem problem : problems(template).limit(20).toList()) {
            for (RecordComponent part : problem.getClass().getRecordComponents()) {
                if (part.getType() != int.class || NOT_AS_DIGITS.contains(part.getName())) {
                    continue;
                }
                int value = (int) part.getAccessor().invoke(problem);
                String digits = value + (part.getName().equals("step") ? "|" + (value - 1) : "");
                Pattern said = Pattern.compile("(?<!\\d)(?:" + digits + ")(?!\\d)");
                assertThat(problem.questions())
                        .as(part.getName())
                        .allMatch(question -> said.matcher(question).find());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void questionsAreVariedCleanAndBounded(Template template) {
        for (Problem problem : problems(template).toList()) {
            List<String> questions = problem.questions();
            assertThat(questions).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
            assertThat(questions)
                    .allSatisfy(
                            question -> {
                                assertThat(question).hasSizeBetween(100, 2400);
                                assertThat(question).matches("[\\x20-\\x7e\n]+[.?)]");
                                assertThat(question).doesNotContain("{", "}", "  ", " \n");
                            });
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void guessingAnAnswerDoesNotPay(Template template) {
        Map<String, Integer> answers = new HashMap<>();
        problems(template).forEach(p -> answers.merge(p.answer(), 1, Integer::sum));

        assertThat(answers.values()).allMatch(count -> count <= SEEDS / 10);
        assertThat(answers.keySet()).noneMatch(answer -> answer.equals("0"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void longerLevelsAreMoreWork(Template template) {
        assertThat(template.problem(1, 1, 0)).isNotEqualTo(template.problem(1, 4, 0));
        assertThat(meanWork(template, 3)).isGreaterThan(meanWork(template, 1));
    }

    private static double meanWork(Template template, int number) {
        return Stream.iterate(1L, seed -> seed <= SEEDS, seed -> seed + 1)
                .map(seed -> template.problem(seed, number, 0))
                .mapToLong(problem -> work(problem))
                .average()
                .orElseThrow();
    }

    /** What there is to walk through; or how much there is to read. */
    private static long work(Problem problem) {
        return switch (problem) {
            case Deadline deadline -> deadline.days();
            case OpenDays open -> open.to().toEpochDay() - open.from().toEpochDay();
            case Meetings meetings -> meetings.to().getYear() - meetings.from().getYear();
            case Signals signals -> signals.count();
            case Circle circle -> circle.people();
            case Recurrence recurrence -> recurrence.term();
            case DigitSums digits -> digits.to() - digits.from();
            case Coins _,
                    Divisors _,
                    FilteredTotal _,
                    JoinedTotal _,
                    MixedUnits _,
                    PairMedian _,
                    Paths _,
                    RankedSum _,
                    RunningStock _,
                    Shifts _,
                    WeightedMean _ ->
                    problem.toString().length();
        };
    }
}
