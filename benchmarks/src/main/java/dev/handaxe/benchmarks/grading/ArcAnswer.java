package dev.handaxe.benchmarks.grading;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.handaxe.benchmarks.data.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ARC's rule: every output grid of a task must be met exactly, each in at most three tries
 * (fchollet/ARC). Both answers are JSON. The gold answer is a list of grids, one for each test
 * input; the prediction has in each place a grid or a list of up to three, of which any may be the
 * right one. Where there is one test input, a grid alone will do.
 *
 * <p>Thread-safe.
 */
public record ArcAnswer() implements AnswerRule {
    private static final int TRIES = 3;
    private static final int MAX_CHARS = 200_000;
    private static final String LABEL = "ANSWER:";
    private static final int GRID_DEPTH = 2;

    @Override
    public Judgement grade(Pair pair) {
        Optional<List<List<JsonNode>>> gold = pair.gold().flatMap(ArcAnswer::places);
        if (gold.isEmpty()) {
            return Judgement.undecided("the gold answer is no list of grids");
        }
        Optional<List<List<JsonNode>>> predicted = pair.prediction().flatMap(ArcAnswer::places);
        if (predicted.isEmpty()) {
            return Judgement.of(false, "the prediction is no list of grids");
        }
        if (predicted.get().size() != gold.get().size()) {
            return Judgement.of(
                    false, "%d grids, not %d".formatted(predicted.get().size(), gold.get().size()));
        }
        for (int i = 0; i < gold.get().size(); i++) {
            if (!predicted.get().get(i).contains(gold.get().get(i).getFirst())) {
                return Judgement.of(false, "grid %d is another".formatted(i + 1));
            }
        }
        return Judgement.of(true, "every grid is met");
    }

    /** For each test input the grids that were tried. */
    private static Optional<List<List<JsonNode>>> places(String json) {
        if (json.length() > MAX_CHARS) {
            return Optional.empty();
        }
        JsonNode read;
        try {
            read = RecordReader.JSON.readTree(json);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        JsonNode all = depth(read) == GRID_DEPTH ? arrayOf(read) : read;
        if (!all.isArray() || all.isEmpty()) {
            return Optional.empty();
        }
        List<List<JsonNode>> places = new ArrayList<>();
        for (JsonNode place : all) {
            Optional<List<JsonNode>> tries = tries(place);
            if (tries.isEmpty()) {
                return Optional.empty();
            }
            places.add(tries.get());
        }
        return Optional.of(places);
    }

    private static Optional<List<JsonNode>> tries(JsonNode place) {
        List<JsonNode> tries = new ArrayList<>();
        if (depth(place) == GRID_DEPTH) {
            tries.add(place);
        } else {
            place.forEach(tries::add);
        }
        boolean grids = tries.stream().allMatch(ArcAnswer::isGrid);
        return !tries.isEmpty() && tries.size() <= TRIES && grids
                ? Optional.of(tries)
                : Optional.empty();
    }

    /** Whether it is a rectangle of digits. */
    public static boolean isGrid(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        int width = node.get(0).size();
        for (JsonNode row : node) {
            if (!row.isArray() || row.isEmpty() || row.size() != width) {
                return false;
            }
            for (JsonNode cell : row) {
                if (!cell.isInt() || cell.intValue() < 0 || cell.intValue() > 9) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int depth(JsonNode node) {
        int depth = 0;
        for (JsonNode at = node; at != null && at.isArray(); at = at.get(0)) {
            depth++;
        }
        return depth;
    }

    private static JsonNode arrayOf(JsonNode grid) {
        ArrayNode array = RecordReader.JSON.createArrayNode();
        return array.add(grid);
    }

    @Override
    public String answerFormat() {
        return "End your reply with a line of the form ANSWER: followed by JSON alone: a list with"
                + " one item for each test input, in their order, each item being the output grid"
                + " (a list of rows of digits) or a list of up to three grids, of which one must"
                + " be right.";
    }

    @Override
    public Optional<String> prediction(String finalMessage) {
        int at = finalMessage.lastIndexOf(LABEL);
        return at < 0
                ? Optional.of(finalMessage)
                : Optional.of(withoutFence(finalMessage.substring(at + LABEL.length())));
    }

    /** JSON often comes in a Markdown fence. */
    private static String withoutFence(String text) {
        String plain = text.strip();
        int start = plain.indexOf('[');
        int end = plain.lastIndexOf(']');
        return start >= 0 && end > start ? plain.substring(start, end + 1) : plain;
    }
}
