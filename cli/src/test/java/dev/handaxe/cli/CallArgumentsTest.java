package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.PythonValue;
import org.junit.jupiter.api.Test;

class CallArgumentsTest {

    @Test
    void anObjectNamesTheArguments() {
        Invocation.Call call = CallArguments.parse("--args", "{\"n\": 5, \"s\": \"x\"}").of("f");

        assertThat(call.function()).isEqualTo("f");
        assertThat(call.positional()).isEmpty();
        assertThat(call.named())
                .containsExactly(
                        java.util.Map.entry("n", PythonValue.of(5)),
                        java.util.Map.entry("s", PythonValue.of("x")));
    }

    @Test
    void anArrayListsThemByPosition() {
        Invocation.Call call = CallArguments.parse("--args", "[5, \"x\"]").of("f");

        assertThat(call.positional()).containsExactly(PythonValue.of(5), PythonValue.of("x"));
        assertThat(call.named()).isEmpty();
    }
}
