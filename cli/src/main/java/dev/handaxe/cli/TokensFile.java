package dev.handaxe.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.server.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the clients of a server: a JSON list of {@code {"name", "token_env", "policy"?,
 * "calls_per_minute"?, "sessions"?}}. The file names the environment variables of the tokens, so
 * that it holds no secret itself.
 */
final class TokensFile {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final Set<String> KEYS =
            Set.of("name", "token_env", "policy", "calls_per_minute", "sessions");
    private static final int SESSIONS = 8;

    private TokensFile() {}

    /**
     * The clients of that file.
     *
     * @param policy of those that name none
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming file, entry and key
     */
    static List<Client> read(Path file, Map<String, String> environment, ExecutionPolicy policy) {
        JsonNode list;
        try {
            list = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw invalid(file + ": not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid(file + ": cannot be read");
        }
        if (!list.isArray() || list.isEmpty()) {
            throw invalid(file + ": must be a JSON list of at least one client");
        }
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            clients.add(client(file + ", client " + (i + 1), list.get(i), environment, policy));
        }
        return clients;
    }

    private static Client client(
            String where, JsonNode entry, Map<String, String> environment, ExecutionPolicy policy) {
        if (!entry.isObject()) {
            throw invalid(where + ": must be an object");
        }
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            if (!KEYS.contains(field.getKey())) {
                throw invalid(
                        where
                                + ": '"
                                + field.getKey()
                                + "' is no key; there are name, token_env, policy,"
                                + " calls_per_minute, sessions");
            }
        }
        String variable = text(where, entry, "token_env");
        String token = environment.getOrDefault(variable, "");
        if (token.isEmpty()) {
            throw invalid(where + ": the environment variable " + variable + " is not set");
        }
        return new Client(
                text(where, entry, "name"),
                Optional.of(token),
                entry.has("policy") ? PolicyChoice.named(text(where, entry, "policy")) : policy,
                number(where, entry, "calls_per_minute", 0),
                number(where, entry, "sessions", SESSIONS));
    }

    private static String text(String where, JsonNode entry, String key) {
        JsonNode value = entry.get(key);
        if (value == null || !value.isTextual()) {
            throw invalid(where + ": '" + key + "' must be a text");
        }
        return value.asText();
    }

    private static int number(String where, JsonNode entry, String key, int otherwise) {
        JsonNode value = entry.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isInt() || value.asInt() < 0) {
            throw invalid(where + ": '" + key + "' must be a whole number of 0 or more");
        }
        return value.asInt();
    }

    private static HandaxeException invalid(String message) {
        return new HandaxeException(Code.INVALID_INPUT, message);
    }
}
