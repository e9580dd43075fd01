package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {
    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("prices.json"), text);
    }

    @Test
    void aListHasThePricesOfItsModels() throws IOException {
        PriceList list =
                PriceList.read(
                        file(
                                "{\"currency\": \"USD\", \"models\": {\"openai:m\":"
                                        + " {\"input\": 0.40, \"output\": 1.60}}}"));

        assertThat(list.find("openai:m").orElseThrow().of(500_000, 10_000))
                .isEqualByComparingTo("0.216");
        assertThat(list.find("openai:other")).isEmpty();
        assertThat(list.of("openai:m", "openai:other").optimizer()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                                          | it is not a JSON object",
                "{\"models\": {}}                            | field 'currency' is missing",
                "{\"currency\": \" \", \"models\": {}}       | is no currency such as \"USD\"",
                "{\"currency\": \"USD\"}                     | field 'models' is missing",
                "{\"currency\": \"USD\", \"models\": {}, \"x\": 1} | field 'x' is unknown; there"
                        + " are currency and models",
                "{\"currency\": \"USD\", \"models\": {\"m\": 1}} | models.m is no object such as",
                "{\"currency\": \"USD\", \"models\": {\"m\": {\"input\": 1}}} | field"
                        + " 'models.m.output' is missing",
                "{\"currency\": \"USD\", \"models\": {\"m\": {\"input\": -1, \"output\": 1}}} |"
                        + " field 'models.m.input' is missing or no price",
                "{\"currency\": \"USD\", \"models\": {\"m\": {\"in\": 1}}} | field 'models.m.in' is"
                        + " unknown",
            })
    void whatIsWrongIsOneLineWithFileAndField(String text, String message) throws IOException {
        Path file = file(text.strip());

        assertThatThrownBy(() -> PriceList.read(file))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> PriceList.read(folder.resolve("none.json")))
                .hasMessageContaining("none.json: cannot be read");
    }
}
