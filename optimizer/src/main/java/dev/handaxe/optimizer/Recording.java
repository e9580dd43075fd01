package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A recorded run's model calls, served by key. The order of the lines and of the questions does not
 * matter.
 *
 * <p>Thread-safe once it is read.
 */
final class Recording {
    static final int FORMAT = 1;
    private static final int EXCERPT = 60;

    private final Path file;
    private final Map<String, String> settings;
    private final Map<String, ModelAnswer> answers = new HashMap<>();
    private final Map<String, ObjectNode> byPlace = new HashMap<>();

    private final Set<String> labels = new HashSet<>();
    private boolean endedByBudget;

    private Recording(Path file, Map<String, String> settings) {
        this.file = file;
        this.settings = settings;
    }

    /**
     * Reads a recording, or what a run's own ledger recorded.
     *
     * @param path a recording's file, or a run's folder
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming file and line
     */
    static Recording read(Path path) {
        try {
            return Files.isDirectory(path) ? ofRun(path) : ofFile(path);
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "%s: cannot be read: %s".formatted(path, e), e);
        }
    }

    private static Recording ofRun(Path folder) throws IOException {
        RunFolder run = RunFolder.open(folder);
        var recording = new Recording(folder, run.settings());
        recording.endedByBudget = run.stopped().filter("budget"::equals).isPresent();
        LedgerFile.read(
                run.ledger(),
                (text, number, _) -> {
                    LedgerLine line = LedgerLine.read(run.ledger(), text, number);
                    if (line.event().equals("model_call")) {
                        try {
                            recording.add(line.key(), line.data());
                        } catch (Json.Malformed e) {
                            throw corrupt(run.ledger(), number, e);
                        }
                    }
                });
        return recording;
    }

    private static Recording ofFile(Path file) throws IOException {
        int number = 1;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String header = lines.readLine();
            var recording =
                    new Recording(file, header(file, Json.read(header == null ? "" : header)));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                ObjectNode node = Json.read(line);
                recording.add(ModelJson.text(node, "key"), node);
            }
            return recording;
        } catch (Json.Malformed e) {
            throw corrupt(file, number, e);
        }
    }

    private static HandaxeException corrupt(Path file, int number, Json.Malformed e) {
        return new HandaxeException(
                Code.INVALID_INPUT,
                "%s: line %d is not part of a recording: %s"
                        .formatted(file, number, e.getMessage()),
                e);
    }

    private static Map<String, String> header(Path file, ObjectNode header) throws Json.Malformed {
        Json.requireFormat(file + ": the recording", header.path("format"), FORMAT);
        Map<String, String> settings = new LinkedHashMap<>();
        header.path("settings")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(settings);
    }

    private void add(String key, ObjectNode call) throws Json.Malformed {
        String label = ModelJson.text(call, "label");
        if (!(call.get("request") instanceof ObjectNode request)) {
            throw new Json.Malformed("field 'request' is missing or no object");
        }
        answers.put(key, ModelJson.answer(call.path("response"), call.path("usage")));
        byPlace.put(placeOf(label), request);
        labels.add(label);
    }

    private static String placeOf(String label) {
        int set = label.lastIndexOf(" set ");
        return set < 0 ? label : label.substring(0, set);
    }

    /** What the run was recorded with. */
    Map<String, String> settings() {
        return settings;
    }

    /**
     * The recorded answer.
     *
     * @throws HandaxeException with {@link Code#REPLAY_MISMATCH} if there is none, saying where the
     *     prompts part
     * @throws BudgetExceeded if there is none because the recorded run's budget ended it
     */
    ModelAnswer answer(CallLabel label, String key, ModelRequest request) {
        ModelAnswer answer = answers.get(key);
        if (answer != null) {
            return answer;
        }
        // a set that was never asked for is where the budget ended: earlier sets were known places
        if (endedByBudget && !labels.contains(label.text())) {
            throw new BudgetExceeded("the run that is replayed");
        }
        ObjectNode recorded = byPlace.get(label.place());
        String difference =
                recorded == null
                        ? "the recording has no call of that place"
                        : difference(recorded, ModelJson.node(request));
        throw new HandaxeException(
                Code.REPLAY_MISMATCH,
                "%s has no answer to this prompt [%s]: %s"
                        .formatted(file, OutcomeFormat.printable(label.text(), 300), difference));
    }

    private static String difference(ObjectNode recorded, ObjectNode now) {
        List<String> before = parts(recorded);
        List<String> after = parts(now);
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String was = i < before.size() ? before.get(i) : "";
            String is = i < after.size() ? after.get(i) : "";
            if (!was.equals(is)) {
                return "%s: recorded %s, now %s"
                        .formatted(
                                name(recorded, now, i),
                                excerpt(was, firstDifference(was, is)),
                                excerpt(is, firstDifference(was, is)));
            }
        }
        return "the prompt is the same, the task or epoch it was asked for is not";
    }

    private static List<String> parts(ObjectNode request) {
        List<String> parts = new ArrayList<>();
        request.path("messages").forEach(message -> parts.add(Json.write(message)));
        parts.add(Json.write(request.path("tools")));
        return parts;
    }

    private static String name(ObjectNode recorded, ObjectNode now, int part) {
        int shorter = Math.min(recorded.path("messages").size(), now.path("messages").size());
        if (part < shorter) {
            return "message " + (part + 1) + " differs";
        }
        return recorded.path("messages").size() == now.path("messages").size()
                ? "the tools differ"
                : "the number of messages differs, from message " + (part + 1) + " on";
    }

    private static int firstDifference(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }

    private static String excerpt(String text, int at) {
        int from = Math.max(0, at - EXCERPT / 2);
        int to = Math.min(text.length(), at + EXCERPT);
        String cut =
                (from > 0 ? "..." : "")
                        + text.substring(from, Math.max(from, to))
                        + (to < text.length() ? "..." : "");
        String line = OutcomeFormat.printable(cut, 300).replace("\n", "\\n").replace("\t", "\\t");
        return "«" + line + "» (character " + at + ")";
    }
}
