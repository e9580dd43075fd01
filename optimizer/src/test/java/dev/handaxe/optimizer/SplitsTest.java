package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static Task task(String id) {
        return new Task(id, "q", "a", "");
    }

    @Test
    void aTaskIsInOneSplitOnly() {
        assertThatThrownBy(
                        () ->
                                new Splits(
                                        List.of(task("a"), task("b")),
                                        List.of(task("c")),
                                        List.of(task("b"))))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("'b'");
    }

    @Test
    void aTaskHasAnId() {
        assertThatThrownBy(() -> task(" ")).isInstanceOf(HandaxeException.class);
    }

    @Test
    void aScoreIsAFraction() {
        assertThatThrownBy(() -> new Verdict(1.01, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Verdict(Double.NaN, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
