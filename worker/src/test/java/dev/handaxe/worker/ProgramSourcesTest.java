package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.Test;

class ProgramSourcesTest {
    private final ProgramSources programs = new ProgramSources();

    @Test
    void theSameProgramIsTheSameSource() {
        Source first = programs.of("x = 1", "main.py");
        assertThat(programs.of("x = 1", "main.py")).isSameAs(first);
        assertThat(programs.of("x = 1", "main-2.py")).isNotSameAs(first);
        assertThat(programs.of("x = 2", "main.py")).isNotSameAs(first);
        assertThat(first.getName()).isEqualTo("main.py");
        assertThat(first.getCharacters().toString()).isEqualTo("x = 1");
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() {
        programs.of("used", "main.py");
        programs.of("unused", "main.py");
        for (int i = 0; i < 255; i++) {
            programs.of("x = " + i, "main.py");
            programs.of("used", "main.py");
        }
        assertThat(programs.size()).isEqualTo(256);
        assertThat(programs.holds("used", "main.py")).isTrue();
        assertThat(programs.holds("unused", "main.py")).isFalse();
    }

    @Test
    void largeProgramsDoNotFillTheHeap() {
        String large = "#".repeat(1 << 20);
        for (int i = 0; i < 40; i++) {
            programs.of(large + i, "main.py");
        }
        assertThat(programs.size()).isLessThanOrEqualTo(4);
        programs.of("#".repeat(5 << 20), "main.py");
        assertThat(programs.size()).isEqualTo(1);
    }
}
