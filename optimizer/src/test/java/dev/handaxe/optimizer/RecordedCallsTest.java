package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedCallsTest {
    private static FunctionCall call(String name, String arguments, String kind) {
        return new FunctionCall(name, arguments, kind, "", Optional.empty());
    }

    private static FunctionCall returned(int n) {
        return call("square", "{\"n\": " + n + "}", "returned");
    }

    private static Rollout rollout(double score, FunctionCall... calls) {
        return new Rollout(
                "t",
                new Verdict(score, ""),
                List.of(new Message.User("q"), new Message.Assistant("a", List.of())),
                List.of(calls),
                Usage.NONE);
    }

    private static RecordedCalls of(Rollout... rollouts) {
        return RecordedCalls.of(new Evaluation(World.set(World.GOOD), List.of(rollouts)));
    }

    private static List<Map<String, PythonValue>> arguments(int... values) {
        return Arrays.stream(values).mapToObj(n -> Map.of("n", PythonValue.of(n))).toList();
    }

    @Test
    void callsOfSolvedTasksComeFirstAndEachOnce() {
        RecordedCalls calls =
                of(rollout(0, returned(1), returned(2)), rollout(1, returned(3), returned(2)));

        assertThat(calls.of("square")).isEqualTo(arguments(3, 2, 1));
    }

    @Test
    void onlyCallsThatReturnedCount() {
        RecordedCalls calls =
                of(
                        rollout(
                                1,
                                call("square", "{\"n\": 1}", "raised"),
                                call("square", "{\"n\": ", "refused"),
                                call("python", "{\"source\": \"1\"}", "returned"),
                                returned(2)));

        assertThat(calls.of("square")).isEqualTo(arguments(2));
        assertThat(calls.of("python")).isEmpty();
    }

    @Test
    void theNumberIsBounded() {
        List<FunctionCall> many = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            many.add(returned(n));
        }

        assertThat(of(rollout(1, many.toArray(FunctionCall[]::new))).of("square"))
                .isEqualTo(arguments(0, 1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void callsMoveWithTheFunction() {
        RecordedCalls calls = of(rollout(1, returned(1)));

        assertThat(calls.moved(List.of("square", "nobody"), "power").of("power"))
                .isEqualTo(arguments(1));
        assertThat(calls.moved(List.of("square"), "power").of("square")).isEmpty();
        assertThat(calls.moved(List.of("square", "other"), "square").of("square")).hasSize(1);
        assertThat(calls.without("square").of("square")).isEmpty();
    }
}
