package dev.handaxe.optimizer.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.report.LenientJson.Event;
import dev.handaxe.optimizer.report.RunReport.About;
import dev.handaxe.optimizer.report.RunReport.Outcome;
import dev.handaxe.runtime.FunctionStore.Version;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a run's report together from its three parts: {@code run.json}, the ledger, the store.
 * Confined to one thread.
 */
final class RunReader {
    private final RunFolder run;
    private final List<Conversation> conversations = new ArrayList<>();
    private final EpochEvents epochs = new EpochEvents();
    private final List<String> notes = new ArrayList<>();
    private long modelCalls;
    private long inputTokens;
    private long outputTokens;
    private int corrupt;
    private String lastWritten = "";

    RunReader(RunFolder run) {
        this.run = run;
    }

    RunReport read() {
        JsonNode content = content();
        JsonNode result = content.path("result");
        List<Version> versions = versions();
        readLedger(run.path().resolve("ledger.jsonl"));
        if (corrupt > 0) {
            notes.add(corrupt + " lines of the ledger could not be read and are left out.");
        }
        result.path("notes").forEach(note -> notes.add(note.asText()));
        result.path("epochs").forEach(epochs::result);
        String stopped = LenientJson.text(result, "stopped");
        return new RunReport(
                new About(
                        String.valueOf(run.path().toAbsolutePath().normalize().getFileName()),
                        run.settings(),
                        LenientJson.texts(content.path("options")),
                        run.splits()),
                new Outcome(
                        stopped.isEmpty() ? Optional.empty() : Optional.of(stopped),
                        usage(result),
                        Measured.read(result),
                        notes,
                        Optional.of(lastWritten).filter(at -> !at.isEmpty())),
                epochs.list(versions.isEmpty() ? "" : versions.getFirst().functions().hash()),
                versions,
                conversations);
    }

    private JsonNode content() {
        Path file = run.path().resolve("run.json");
        try {
            return LenientJson.tree(Files.readString(file));
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
        }
    }

    private List<Version> versions() {
        try {
            return run.functions().versions();
        } catch (HandaxeException e) {
            notes.add("The functions could not be read: " + e.getMessage());
            return List.of();
        }
    }

    /** A finished run says what it used; of any other the answered calls are added up. */
    private Facts usage(JsonNode result) {
        Map<String, String> usage = new LinkedHashMap<>();
        if (result.path("usage").isObject()) {
            usage.putAll(LenientJson.facts(result.path("usage")).values());
        } else {
            usage.put("calls", Long.toString(modelCalls));
            usage.put("input_tokens", Long.toString(inputTokens));
            usage.put("output_tokens", Long.toString(outputTokens));
        }
        for (String more : List.of("seconds", "cost", "money")) {
            if (!result.path(more).isMissingNode()) {
                LenientJson.facts(result.path(more))
                        .values()
                        .forEach(
                                (name, value) ->
                                        usage.put(
                                                name.equals("value") ? more : more + " " + name,
                                                value));
            }
        }
        return new Facts(usage);
    }

    /** A run that goes on may be in the middle of its last line: that one is not there yet. */
    private void readLedger(Path ledger) {
        if (!Files.exists(ledger)) {
            notes.add("The run has no ledger: there are no conversations to show.");
            return;
        }
        // malformed UTF-8 becomes replacement characters, which a reader can see
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(ledger), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                Optional<Event> event = LenientJson.event(line);
                if (event.isPresent()) {
                    take(event.get());
                } else if (next != null) {
                    corrupt++;
                }
                line = next;
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, ledger + ": " + e.getMessage(), e);
        }
    }

    private void take(Event event) {
        lastWritten = event.at().isEmpty() ? lastWritten : event.at();
        switch (event.name()) {
            case "rollout" -> ConversationJson.read(event.key(), event.data()).ifPresent(this::add);
            case "model_call" -> {
                JsonNode usage = event.data().path("usage");
                modelCalls++;
                inputTokens += usage.path("input_tokens").asLong();
                outputTokens += usage.path("output_tokens").asLong();
                epochs.answered(event.data());
            }
            default -> epochs.take(event);
        }
    }

    private void add(Conversation conversation) {
        conversations.add(conversation);
    }
}
