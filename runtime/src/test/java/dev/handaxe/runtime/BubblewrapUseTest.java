package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BubblewrapUseTest {
    @Test
    void theWordsOfTheVariableAreRead() {
        assertThat(BubblewrapUse.parse("auto")).isEqualTo(new BubblewrapUse.Auto());
        assertThat(BubblewrapUse.parse("")).isEqualTo(new BubblewrapUse.Auto());
        assertThat(BubblewrapUse.parse("off")).isEqualTo(new BubblewrapUse.Off());
        assertThat(BubblewrapUse.parse("/opt/bwrap"))
                .isEqualTo(new BubblewrapUse.Program(Path.of("/opt/bwrap")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "OFF", "bwrap", "./bwrap"})
    void anythingElseIsRefusedWithWhatIsAllowed(String text) {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> BubblewrapUse.parse(text))
                .withMessage(
                        "HANDAXE_BUBBLEWRAP is '"
                                + text
                                + "', allowed are auto, off and the absolute path of bwrap")
                .extracting(HandaxeException::code)
                .isEqualTo(Code.INVALID_INPUT);
    }
}
