package dev.handaxe.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.optimizer.evidence.FailureCluster;
import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.OutcomeFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversations as JSON for the page's script, in two parts: a list that is read at once, and
 * what was said, which is read when the first conversation is opened. Texts that occur again, such
 * as a task in every epoch, are written once. Confined to one thread.
 *
 * <p>Neither part can end the element that it stands in: {@code <}, {@code >} and {@code &} are
 * escaped in JSON's own way.
 */
final class ConversationData {
    /** A longer message is cut: it would be the model running on. */
    private static final int MAX_TEXT = 20_000;

    private static final int MAX_NAME = 200;

    private static final JsonFactory FACTORY = new JsonFactory();

    static {
        FACTORY.setCharacterEscapes(new ForScript());
    }

    private final RunReport run;
    private final SetNames sets;
    private final List<FailureCluster> clusters;
    private final Map<String, Integer> texts = new LinkedHashMap<>();

    ConversationData(RunReport run, SetNames sets, List<FailureCluster> clusters) {
        this.run = run;
        this.sets = sets;
        this.clusters = clusters;
    }

    /** Writes a part of the JSON. */
    @FunctionalInterface
    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private static String json(Part part) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            part.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * {@code {"sets", "causes", "items": [[set, split, task, repeat, score, cause, tokens,
     * reason]]}}.
     */
    String list() {
        List<String> hashes = sets.hashes();
        Map<String, Integer> setPlaces = new HashMap<>();
        hashes.forEach(hash -> setPlaces.put(hash, setPlaces.size()));
        int[] causes = causes();
        return json(
                json -> {
                    json.writeStartObject();
                    array(json, "sets", hashes.stream().map(sets::of).toList());
                    array(json, "causes", clusters.stream().map(FailuresSection::title).toList());
                    json.writeArrayFieldStart("items");
                    for (int i = 0; i < causes.length; i++) {
                        Conversation one = run.conversations().get(i);
                        json.writeStartArray();
                        json.writeNumber(setPlaces.getOrDefault(one.id().set(), -1));
                        json.writeString(safe(one.id().split()));
                        json.writeString(safe(one.id().task()));
                        json.writeNumber(one.id().repeat());
                        json.writeNumber(one.score());
                        json.writeNumber(causes[i]);
                        json.writeNumber(one.id().tokens());
                        json.writeString(safe(one.reason()));
                        json.writeEndArray();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private int[] causes() {
        int[] causes = new int[run.conversations().size()];
        Arrays.fill(causes, -1);
        for (int number = 0; number < clusters.size(); number++) {
            for (int place : clusters.get(number).members()) {
                causes[place] = number;
            }
        }
        return causes;
    }

    private static void array(JsonGenerator json, String name, List<String> values)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(safe(value));
        }
        json.writeEndArray();
    }

    /**
     * {@code {"items": [{"messages": [[role, text, tool, [[name, arguments]]]], "calls": [[name,
     * kind, reply, failure or null, trace or null, arguments]]}], "texts": […]}}; texts are places
     * in that list.
     */
    String bodies() {
        return json(
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("items");
                    for (Conversation one : run.conversations()) {
                        json.writeStartObject();
                        messages(json, one);
                        calls(json, one);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("texts");
                    for (String text : texts.keySet()) {
                        json.writeString(text);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private void messages(JsonGenerator json, Conversation one) throws IOException {
        json.writeArrayFieldStart("messages");
        for (Conversation.Said said : one.messages()) {
            json.writeStartArray();
            json.writeString(name(said.role()));
            json.writeNumber(place(said.text()));
            json.writeString(name(said.tool()));
            json.writeStartArray();
            for (Conversation.Ask ask : said.asks()) {
                json.writeStartArray();
                json.writeString(name(ask.name()));
                json.writeNumber(place(ask.arguments()));
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndArray();
        }
        if (one.symptom().isPresent()) {
            symptom(json, one.symptom().get());
        }
        json.writeEndArray();
    }

    /** After the last message, as one of its own. */
    private void symptom(JsonGenerator json, Verdict.Symptom symptom) throws IOException {
        json.writeStartArray();
        json.writeString("grading");
        json.writeNumber(place((symptom.kind() + "\n" + symptom.detail()).strip()));
        json.writeString("");
        json.writeStartArray();
        json.writeEndArray();
        json.writeEndArray();
    }

    private void calls(JsonGenerator json, Conversation one) throws IOException {
        json.writeArrayFieldStart("calls");
        for (Conversation.Call call : one.calls()) {
            json.writeStartArray();
            json.writeString(name(call.name()));
            json.writeString(name(call.kind()));
            json.writeNumber(place(call.reply()));
            optional(json, call.failure().map(ConversationData::failure).orElse(null));
            optional(json, call.trace().orElse(null));
            json.writeNumber(place(call.arguments()));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void optional(JsonGenerator json, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNull();
        } else {
            json.writeNumber(place(text));
        }
    }

    private static String failure(Conversation.Failure at) {
        String place =
                at.line() == 0
                        ? ""
                        : "\nline %d of %s: %s".formatted(at.line(), at.function(), at.source());
        return at.type() + (at.message().isBlank() ? "" : ": " + at.message()) + place;
    }

    private int place(String text) {
        return texts.computeIfAbsent(safe(text), _ -> texts.size());
    }

    /** A model may call what it likes a function. */
    private static String name(String text) {
        return OutcomeFormat.printable(text, MAX_NAME);
    }

    private static String safe(String text) {
        return OutcomeFormat.printable(text, MAX_TEXT);
    }

    /** What could end a script element, or open another, is written as a number. */
    private static final class ForScript extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            for (char c : "<>&".toCharArray()) {
                escapes[c] = ESCAPE_CUSTOM;
            }
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return new SerializedString("\\u%04x".formatted(c));
        }
    }
}
