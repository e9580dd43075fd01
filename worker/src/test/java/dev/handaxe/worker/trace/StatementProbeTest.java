package dev.handaxe.worker.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementProbeTest {

    @Test
    void aStatementMentionsTheNamesInIt() {
        assertThat(StatementProbe.names("total = a.b[c] + größe2"))
                .containsExactly("total", "a", "b", "c", "größe2");
        assertThat(StatementProbe.names("x = [\n    y,\n]")).containsExactly("x", "y");
    }

    @Test
    void ofACompoundStatementOnlyTheFirstLineIsItsOwn() {
        assertThat(StatementProbe.names("for i in xs:\n    y = i"))
                .contains("i", "xs")
                .doesNotContain("y");
        assertThat(StatementProbe.names("with open(p) as f:\n    y = f"))
                .contains("f")
                .doesNotContain("y");
    }

    @Test
    void definitionsAndImportsSetNoData() {
        assertThat(StatementProbe.names("import json")).isEmpty();
        assertThat(StatementProbe.names("def f(x): return x")).isEmpty();
        assertThat(StatementProbe.names("")).isEmpty();
        assertThat(StatementProbe.names("123")).isEmpty();
    }

    @Test
    void aStatementOfManyNamesIsBounded() {
        String sum =
                IntStream.range(0, 50).mapToObj(i -> "v" + i).collect(Collectors.joining(" + "));

        assertThat(StatementProbe.names(sum)).hasSize(12);
    }
}
