package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.FunctionDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a function makes a difference to an agent.
 *
 * <p>Immutable.
 *
 * @param code in its normal form, the function's own name taken out
 * @param parameters names and types
 * @param words pairs of successive words of what the agent reads
 */
record FunctionForm(String code, String parameters, Set<String> words) {
    private static final double SAME_WORDS = 0.6;
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    FunctionForm {
        words = Set.copyOf(words);
    }

    static FunctionForm of(FunctionDefinition function) {
        String schema = function.parameters().isOpen() ? "" : function.parameters().json();
        StringBuilder said = new StringBuilder(function.description());
        String shape;
        try {
            JsonNode read = Json.read(schema);
            takeDescriptions(read, said);
            shape = read.toString();
        } catch (Json.Malformed _) {
            shape = schema;
        }
        return new FunctionForm(
                PythonForm.of(function.source(), function.name()), shape, pairs(said.toString()));
    }

    boolean isLike(FunctionForm other) {
        if (!code.equals(other.code) || !parameters.equals(other.parameters)) {
            return false;
        }
        Set<String> both = new HashSet<>(words);
        both.retainAll(other.words);
        int all = words.size() + other.words.size() - both.size();
        return all == 0 || both.size() >= SAME_WORDS * all;
    }

    private static void takeDescriptions(JsonNode node, StringBuilder said) {
        if (node instanceof ObjectNode object && object.path("description").isTextual()) {
            said.append(' ').append(object.remove("description").textValue());
        }
        node.forEach(child -> takeDescriptions(child, said));
    }

    private static Set<String> pairs(String text) {
        List<String> words =
                new ArrayList<>(
                        NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                                .filter(word -> !word.isEmpty())
                                .toList());
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            pairs.add(words.get(i) + " " + words.get(i + 1));
        }
        if (words.size() == 1) {
            pairs.add(words.getFirst());
        }
        return pairs;
    }
}
