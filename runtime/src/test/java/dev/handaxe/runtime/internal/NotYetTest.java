package dev.handaxe.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.runtime.HandaxeException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NotYetTest {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.untrusted();

    static Stream<Arguments> promises() {
        Grants none = Grants.none();
        return Stream.of(
                Arguments.of("/packages", POLICY.with(none.withPackages(List.of("sympy")))));
    }

    @ParameterizedTest
    @MethodSource("promises")
    void aPromiseThatIsNotKeptIsRefused(String key, ExecutionPolicy policy) {
        assertThatThrownBy(() -> NotYet.refuse(policy))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        fault ->
                                assertThat(fault.code())
                                        .isEqualTo(HandaxeException.Code.INVALID_INPUT))
                .hasMessage(
                        "policy untrusted: "
                                + key
                                + " is not available yet: take it out of the policy");
    }

    @Test
    void everyPresetIsKept() {
        for (String preset : ExecutionPolicy.presets()) {
            assertThatCode(() -> NotYet.refuse(ExecutionPolicy.preset(preset)))
                    .doesNotThrowAnyException();
        }
    }
}
