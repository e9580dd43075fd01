package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run's folder: {@code run.json} (settings, splits, result), {@code ledger.jsonl} and {@code
 * functions/}, a store. It is all that a resume needs besides the tasks themselves.
 *
 * <p>Confined to one thread.
 */
public final class RunFolder {
    private static final int FORMAT = 1;

    /** What a kill may leave of a folder that was just made. */
    private static final String DRAFT = "run.json.tmp";

    private final Path path;
    private final ObjectNode content;

    private RunFolder(Path path, ObjectNode content) {
        this.path = path;
        this.content = content;
    }

    /**
     * The ids of a run's tasks by split.
     *
     * @param train in order
     * @param validation in order
     * @param test in order
     */
    public record SplitIds(List<String> train, List<String> validation, List<String> test) {
        /** Copies. */
        public SplitIds {
            train = List.copyOf(train);
            validation = List.copyOf(validation);
            test = List.copyOf(test);
        }

        static SplitIds of(Splits splits) {
            return new SplitIds(ids(splits.train()), ids(splits.validation()), ids(splits.test()));
        }

        private static List<String> ids(List<Task> tasks) {
            return tasks.stream().map(Task::id).toList();
        }
    }

    /**
     * Makes the folder of a new run.
     *
     * @param settings what the caller needs to set the run up again on a resume: no credentials
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the folder is not empty
     */
    public static RunFolder create(Path folder, Map<String, String> settings) {
        try {
            Files.createDirectories(folder);
            try (var files = Files.list(folder)) {
                if (files.anyMatch(file -> !file.endsWith(DRAFT))) {
                    throw new HandaxeException(
                            Code.INVALID_INPUT,
                            folder + " is not empty: a run needs a new folder, or --resume");
                }
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, folder + ": " + e.getMessage(), e);
        }
        ObjectNode content = Json.object().put("format", FORMAT);
        ObjectNode node = content.putObject("settings");
        settings.forEach(node::put);
        RunFolder run = new RunFolder(folder, content);
        run.write();
        return run;
    }

    /**
     * Opens the folder of a run that was begun.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is not one
     */
    public static RunFolder open(Path folder) {
        Path file = folder.resolve("run.json");
        try {
            ObjectNode content = Json.read(Files.readString(file));
            Json.requireFormat(file.toString(), content.path("format"), FORMAT);
            return new RunFolder(folder, content);
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, folder + " is not the folder of a run: " + e, e);
        } catch (Json.Malformed e) {
            throw new HandaxeException(Code.INVALID_INPUT, file + ": " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The settings it was created with, in order. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        content.path("settings")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return Collections.unmodifiableMap(settings);
    }

    /** The tasks it trains on; empty until training began. */
    public Optional<SplitIds> splits() {
        JsonNode splits = content.path("splits");
        return splits.isMissingNode()
                ? Optional.empty()
                : Optional.of(
                        new SplitIds(
                                strings(splits.path("train")),
                                strings(splits.path("validation")),
                                strings(splits.path("test"))));
    }

    /** The sets that were kept, the one the run began with first. */
    public FunctionStore functions() {
        return FunctionStore.open(path.resolve("functions"));
    }

    /** Why it ended; empty while it can go on. */
    Optional<String> stopped() {
        return Optional.of(content.path("result").path("stopped").asText())
                .filter(word -> !word.isEmpty());
    }

    Path ledger() {
        return path.resolve("ledger.jsonl");
    }

    /**
     * Writes down what the run is about, or checks that a resumed run is about the same.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} saying what differs
     */
    void begin(SplitIds splits, ObjectNode options) {
        Optional<SplitIds> before = splits();
        if (before.isEmpty()) {
            content.set("options", options);
            ObjectNode node = content.putObject("splits");
            splits.train().forEach(node.putArray("train")::add);
            splits.validation().forEach(node.putArray("validation")::add);
            splits.test().forEach(node.putArray("test")::add);
            write();
            return;
        }
        if (!before.get().equals(splits)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, path + ": the run was begun with other tasks");
        }
        options.properties()
                .forEach(
                        option -> {
                            JsonNode was = content.path("options").path(option.getKey());
                            if (!was.asText().equals(option.getValue().asText())) {
                                throw new HandaxeException(
                                        Code.INVALID_INPUT,
                                        "%s: the run was begun with %s %s, not %s"
                                                .formatted(
                                                        path,
                                                        option.getKey(),
                                                        was.asText(),
                                                        option.getValue().asText()));
                            }
                        });
        if (content.remove("result") != null) {
            // it goes on: what it ended with is no longer its result
            write();
        }
    }

    void finish(TrainingResult result) {
        content.set("result", result.node());
        write();
    }

    private void write() {
        Path file = path.resolve("run.json");
        Path draft = path.resolve(DRAFT);
        try {
            try (var out = new FileOutputStream(draft.toFile())) {
                out.write((Json.pretty(content) + "\n").getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            LedgerFile.forceFolderOf(file);
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
