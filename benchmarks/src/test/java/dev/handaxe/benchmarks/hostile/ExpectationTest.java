package dev.handaxe.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExpectationTest {
    private static final Duration DEADLINE = Duration.ofMillis(900);

    private static Expectation expecting(Map<String, List<String>> ends) {
        return new Expectation(ends, Optional.empty(), Optional.empty(), DEADLINE);
    }

    @Test
    void theKindMustBeOneOfThose() {
        Expectation expected = expecting(Map.of("raised", List.of(), "denied", List.of()));
        assertThat(expected.problems(Outcomes.raised("KeyError", "x"))).isEmpty();
        assertThat(expected.problems(Outcomes.returned(PythonValue.of(1), "")))
                .singleElement()
                .asString()
                .contains("ended as returned", "expected");
    }

    @Test
    void namesAreCheckedWhereThereAreSome() {
        Expectation expected = expecting(Map.of("limit_exceeded", List.of("cpu_ms")));
        assertThat(expected.problems(Outcomes.limited(LimitName.CPU_MS, DEADLINE))).isEmpty();
        assertThat(expected.problems(Outcomes.limited(LimitName.WALL_MS, DEADLINE)))
                .singleElement()
                .asString()
                .contains("limit_exceeded wall_ms hard");
        assertThat(
                        expecting(Map.of("raised", List.of("KeyError")))
                                .problems(Outcomes.raised("ValueError", "x")))
                .hasSize(1);
    }

    @Test
    void aLostCallIsNeverRight() {
        Map<String, List<String>> any = new HashMap<>();
        Expectation.KINDS.forEach(kind -> any.put(kind, List.of()));
        Outcome lost = new Outcome.Lost("gone", Outcomes.report("", Duration.ZERO));
        assertThat(expecting(any).problems(lost)).hasSize(1);
    }

    @Test
    void valueAndOutputMustBeExact() {
        Expectation expected =
                new Expectation(
                        Map.of("returned", List.of()),
                        Optional.of(PythonValue.of(1)),
                        Optional.of("held\n"),
                        DEADLINE);
        assertThat(expected.problems(Outcomes.returned(PythonValue.of(1), "held\n"))).isEmpty();
        assertThat(expected.problems(Outcomes.returned(new PythonValue.PyBool(true), "held\n")))
                .singleElement()
                .asString()
                .contains("returned true");
        assertThat(expected.problems(Outcomes.returned(PythonValue.of(1), "['x']\n")))
                .singleElement()
                .asString()
                .contains("printed '['x']\\n'");
    }

    @Test
    void lateIsAProblemOfTime() {
        Expectation expected = expecting(Map.of("limit_exceeded", List.of()));
        assertThat(expected.problems(Outcomes.limited(LimitName.WALL_MS, DEADLINE.plusMillis(1))))
                .singleElement()
                .asString()
                .startsWith(HostileVerdict.LATE);
    }

    @Test
    void whatTheGuestSaysIsEscaped() {
        Expectation expected = expecting(Map.of("returned", List.of()));
        assertThat(expected.problems(Outcomes.raised("E\u001b[2J", "\u001b]0;x\u0007\n")))
                .singleElement()
                .asString()
                .doesNotContain("\u001b", "\n", "\u0007");
    }
}
