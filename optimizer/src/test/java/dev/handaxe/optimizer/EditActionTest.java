package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.runtime.ParameterSchema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EditActionTest {
    private static Tool tool(EditAction action) {
        return EditAction.tools().stream()
                .filter(tool -> tool.name().equals(action.word()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(value -> strings.add(value.asText()));
        return strings;
    }

    @ParameterizedTest
    @EnumSource(EditAction.class)
    void schemasAreWhatProvidersTake(EditAction action) throws Json.Malformed {
        JsonNode schema = Json.read(tool(action).parameters());

        assertThat(schema.path("type").asText()).isEqualTo("object");
        assertThat(schema.path("properties").isObject()).isTrue();
        assertThat(schema.path("required").isArray()).isTrue();
        for (JsonNode property : schema.path("properties")) {
            assertThat(property.path("description").asText()).isNotBlank();
            if (property.path("type").asText().equals("array")) {
                assertThat(property.path("items").path("type").asText()).isEqualTo("string");
            }
        }
        assertThat(ParameterSchema.parse(tool(action).parameters()).required())
                .containsExactlyInAnyOrderElementsOf(strings(schema.path("required")));
    }

    @ParameterizedTest
    @EnumSource(value = EditAction.class, names = "TERMINATE", mode = EnumSource.Mode.EXCLUDE)
    void everyEditMustSayWhy(EditAction action) throws Json.Malformed {
        JsonNode schema = Json.read(tool(action).parameters());

        assertThat(strings(schema.path("required"))).contains("hypothesis", "expected_effect");
        assertThat(strings(schema.path("required"))).doesNotContain("examples");
    }
}
