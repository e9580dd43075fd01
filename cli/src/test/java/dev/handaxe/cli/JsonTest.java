package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void mapsKeepTheirOrderAndEmptyOptionalsAreLeftOut() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("left out", Optional.empty());
        map.put("a", Optional.of(2.5));
        map.put("list", Arrays.asList(true, null, 7L, "x"));

        assertThat(Json.write(map)).isEqualTo("{\"z\":1,\"a\":2.5,\"list\":[true,null,7,\"x\"]}");
    }

    @Test
    void textIsAsciiOnly() {
        assertThat(Json.write(List.of("\u001b[2J\u009b\u202e\"")))
                .isEqualTo("[\"\\u001B[2J\\u009B\\u202E\\\"\"]");
    }

    @Test
    void rawJsonIsPutInAsItIs() {
        assertThat(Json.write(List.of(new Json.Raw("{\"a\": 1}"), 2))).isEqualTo("[{\"a\": 1},2]");
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> Json.write(new Object()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
