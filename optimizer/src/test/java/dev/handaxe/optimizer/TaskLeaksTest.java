package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.LeakScan.Leak;
import dev.handaxe.optimizer.LeakScan.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLeaksTest {
    private static final String TABLE =
            "Monday | 12\nTuesday | 14\nWednesday | 9\nThursday | 31\nFriday | 8";

    private static final String APPLES =
            "How many apples did Natalia sell to her friends in April, when there was"
                    + " little fruit on the market?";

    private static Task task(int n, String question, String answer) {
        return new Task("t" + n, question, answer, "");
    }

    private static LeakScan scan(Task... validation) {
        List<Task> train = new ArrayList<>();
        for (int n = 3; n < 9; n++) {
            train.add(
                    task(
                            n,
                            "What is the sum of the squares up to " + n + " modulo 204751?",
                            "" + n * n * 7));
        }
        return TaskLeaks.of(new Splits(train, List.of(validation), List.of()));
    }

    private static final LeakScan SCAN =
            scan(
                    task(20, "How many coins has a chest of 48,213 ducats and 100000 cents?", "7"),
                    task(21, APPLES, "72"),
                    task(22, "Which town is it?", "New Haven Harbour"),
                    task(23, "Read the table:\n" + TABLE + "\nWhich day is best?", "Thursday"),
                    task(25, "The market had 312 stalls and 45 carts of fruit.", "yes"),
                    task(24, "A train takes long.", "He needs 9 hours.\n#### 719.3325"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = 1\nif n == 48213: return 7",
                "x = 1\nif n == 48_213.0: return 7",
                "x = 1\nreturn '48,213 ducats'",
                "x = 1\nreturn 719.3325",
                "x = 1\n"
                        + "if 'apples did natalia sell to her friends in april when there was little"
                        + " fruit' in q: 1",
                "x = 1\n# the market had 312 stalls and 45 carts of fruit, all sold",
                "x = 1\nreturn 'new haven harbour'",
                "x = 1\nT = [['Monday', 12], ['Tuesday', 14], ['Wednesday', 9], ['Thursday', 31]]",
            })
    void whatBelongsToOneTaskIsFoundWithItsLine(String source) {
        assertThat(SCAN.inText(source)).map(Leak::line).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return 7 * 72 + 100000",
                "return n / 86400 * 3.14159 % 1000000007",
                "return 1234567",
                "return total % 204751",
                "Computes what is the sum of the squares up to n, for any number",
                "Use it for questions that ask how many apples there are.",
                "How many apples did Natalia sell to her friends in April",
                "DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']",
                "return 'New Haven'",
                "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
            })
    void whatIsCommonOrSharedIsNotFound(String source) {
        assertThat(SCAN.inText(source)).isEmpty();
    }

    @Test
    void whatIsFoundIsNamedButNeverShown() {
        String said = SCAN.inText("return 'New Haven Harbour', 719.3325").orElseThrow().toString();

        assertThat(said).doesNotContain("719", "Haven");
    }

    private static List<Pair> pairs(String... keysAndValues) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.add(new Pair(i + 10, keysAndValues[i], keysAndValues[i + 1]));
        }
        return pairs;
    }

    @Test
    void aPieceOfAQuestionThatLeadsToItsAnswerIsFound() {
        assertThat(SCAN.inPairs(pairs("x", "1", "Natalia sell to her friends", "72")))
                .map(Leak::line)
                .hasValue(12);
        assertThat(SCAN.inPairs(pairs("a train takes", "719.3325"))).isPresent();
        assertThat(SCAN.inPairs(pairs("Natalia sell to her friends", "73"))).isEmpty();
    }

    @Test
    void aTableFromNumbersToAnswersIsFoundFromThreeTasksOn() {
        List<Task> squares = new ArrayList<>();
        for (int n = 11; n < 17; n++) {
            squares.add(task(n, "What is the square of " + n + "?", "" + n * n));
        }
        LeakScan scan = TaskLeaks.of(new Splits(squares, List.of(), List.of()));

        assertThat(scan.inPairs(pairs("11", "121", "12", "144", "13", "169")))
                .map(Leak::what)
                .hasValue("a table from questions to answers");
        assertThat(scan.inPairs(pairs("11", "121", "12", "144"))).isEmpty();
        assertThat(scan.inPairs(pairs("11", "22", "12", "24", "13", "26"))).isEmpty();
        List<Pair> general = new ArrayList<>();
        for (int n = 1; n < 100; n++) {
            general.add(new Pair(n, "" + n, "" + n * n));
        }
        assertThat(scan.inPairs(general)).as("a table of all squares is general").isEmpty();
    }

    @Test
    void aTableOfOrdinaryThingsIsNotFound() {
        assertThat(SCAN.inPairs(pairs("cents", "100", "dozen", "12", "Monday", "1"))).isEmpty();
    }

    @Test
    void theDigestIsThatOfTheTasks() {
        assertThat(SCAN.digest()).isNotEqualTo(scan().digest());
        assertThat(scan(task(1, "a", "b")).digest()).isEqualTo(scan(task(1, "a", "b")).digest());
        assertThat(scan(task(1, "a", "b")).digest()).isNotEqualTo(scan(task(1, "a", "c")).digest());
    }
}
