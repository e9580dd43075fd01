package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HostFunction.Budget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFunctionTest {

    @Test
    void aFunctionHasItsDefaults() {
        HostFunction function = named("price");
        assertThat(function.parameters().isOpen()).isTrue();
        assertThat(function.budget()).isEqualTo(Budget.DEFAULT);
        assertThat(function.description()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a-b", "lambda", "None", "_hidden", "naïve", "a b"})
    void aNameThatPythonOrTheWorkerCouldNotTakeIsRefused(String name) {
        assertInvalid(() -> named(name));
    }

    @Test
    void aBudgetAllowsSomeOfEach() {
        assertInvalid(() -> new Budget(0, Duration.ofSeconds(1), 1));
        assertInvalid(() -> new Budget(1, Duration.ZERO, 1));
        assertInvalid(() -> new Budget(1, Duration.ofSeconds(1), 0));
        assertInvalid(() -> new Budget(1, Duration.ofSeconds(1), (256L << 20) + 1));
    }

    @Test
    void optionsTakeEachNameOnce() {
        SandboxOptions options = SandboxOptions.defaults();
        assertInvalid(() -> options.withHostFunctions(List.of(named("a"), named("a"))));
        assertThat(options.withHostFunctions(List.of(named("a"), named("b"))).hostFunctions())
                .extracting(HostFunction::name)
                .containsExactly("a", "b");
    }

    @Test
    void optionsBoundSessions() {
        SandboxOptions options = SandboxOptions.defaults();
        assertInvalid(() -> options.withSessions(-1));
        assertInvalid(() -> options.withSessionIdle(Duration.ZERO));
        assertInvalid(() -> options.withSessionIdle(Duration.ofDays(8)));
        assertThat(options.withSessions(3).withSpares(2).sessions()).isEqualTo(3);
    }

    private static HostFunction named(String name) {
        return HostFunction.builder(name, call -> PythonValue.none()).build();
    }

    private static void assertInvalid(Runnable call) {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(call::run)
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INVALID_INPUT);
    }
}
