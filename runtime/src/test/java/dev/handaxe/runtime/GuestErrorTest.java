package dev.handaxe.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.GuestError.Frame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestErrorTest {

    @ParameterizedTest
    @CsvSource({
        "ZeroDivisionError, ZERO_DIVISION_ERROR",
        "OSError, OS_ERROR",
        "json.decoder.JSONDecodeError, JSON_DECODE_ERROR",
        "f.<locals>.MyError, MY_ERROR",
        "my_error, MY_ERROR",
        "Error2Big, ERROR2_BIG",
        "X, X",
        "a., ERROR",
    })
    void theCodeIsTheClassInUpperCaseWords(String type, String code) {
        assertThat(new GuestError(type, "", List.of()).code()).isEqualTo(code);
    }

    @Test
    void aHostileClassNameCannotReachTheCode() {
        assertThat(new GuestError("Ünï\u001b[2J\n\"Error", "", List.of()).code())
                .isEqualTo("_N___2_J__ERROR");
        assertThat(new GuestError("A".repeat(1_000), "", List.of()).code()).hasSize(64);
    }

    @Test
    void textIsBounded() {
        String flood = "x".repeat(100_000);
        var error = new GuestError(flood, flood, List.of(new Frame(1, flood, flood)));
        assertThat(error.type()).hasSize(200);
        assertThat(error.message()).hasSize(8_192);
        assertThat(error.traceback().getFirst().function()).hasSize(200);
        assertThat(error.traceback().getFirst().source()).hasSize(1_000);
    }

    @Test
    void aLongTracebackKeepsBothEnds() {
        List<Frame> frames =
                IntStream.rangeClosed(1, 1_000).mapToObj(i -> new Frame(i, "f", "")).toList();
        List<Frame> kept = new GuestError("E", "", frames).traceback();
        assertThat(kept)
                .hasSize(50)
                .startsWith(new Frame(1, "f", ""))
                .endsWith(new Frame(1_000, "f", ""));
        assertThat(kept.get(9).line()).isEqualTo(10);
        assertThat(kept.get(10).line()).isEqualTo(961);
    }
}
