package dev.handaxe.benchmarks.grading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.benchmarks.AnswerGrader.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArcAnswerTest {
    private static final String TWO = "[[[1,2]],[[3],[4]]]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[1,2]],[[3],[4]]] | true",
                "[[ [[0]], [[1,2]] ], [[3],[4]]] | true",
                "[[ [[0]], [[0]], [[1,2]] ], [ [[3],[4]] ]] | true",
                "[[ [[0]], [[0]], [[0]], [[1,2]] ], [[3],[4]]] | false",
                "[[[1,2]],[[3],[5]]] | false",
                "[[[1,2]]] | false",
                "[[[1,2]],[[3,4]]] | false",
                "[[[1,2]],[[3],[4.0]]] | false",
                "[[[1,2]],[[3],['4']]] | false",
                "[[[1,2]],[]] | false",
                "[] | false",
                "[[[1,2]],[[3],[4]]] and more | false",
                "grid | false"
            })
    void everyGridIsMetInThreeTries(String prediction, boolean right) {
        assertThat(new ArcAnswer().grade(Pair.of(prediction, TWO)).correct()).contains(right);
    }

    @Test
    void whereThereIsOneTestAGridAloneWillDo() {
        assertThat(new ArcAnswer().grade(Pair.of("[[1,2]]", "[[[1,2]]]")).correct()).contains(true);
    }

    @Test
    void theAnswerOfAnAgentIsTheJsonAfterItsLabel() {
        ArcAnswer arc = new ArcAnswer();
        String message = "I tried ANSWER: [[0]].\nANSWER:\n```json\n[[[1,2]]]\n```";
        assertThat(arc.prediction(message)).contains("[[[1,2]]]");
        assertThat(arc.prediction("[[[1]]]")).contains("[[[1]]]");
    }

    @Test
    void deepOrHugeJsonIsWrong() {
        for (String bad : new String[] {"[".repeat(100_000), "[[[" + "1,".repeat(150_000)}) {
            assertThat(new ArcAnswer().grade(Pair.of(bad, TWO)).correct()).contains(false);
        }
        assertThat(new ArcAnswer().grade(Pair.of(TWO, "[[[10]]]")).correct()).isEmpty();
    }
}
