package dev.handaxe.langchain4j;

import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a stub of a model says, whole or as the events of a stream, in OpenAI's protocol. */
sealed interface ScriptedAnswer {
    /** A final message. */
    record Text(String text) implements ScriptedAnswer {}

    /** Calls of tools. */
    record Calls(List<Call> calls) implements ScriptedAnswer {}

    /** The provider answers with an error. */
    record Refused(String message) implements ScriptedAnswer {}

    /** A call of a tool, with the arguments as the model wrote them. */
    record Call(String tool, String arguments) {}

    /** The whole answer. */
    default String json() {
        return switch (this) {
            case Text(String text) -> message("\"content\":" + quoted(text));
            case Calls(List<Call> calls) ->
                    message(
                            "\"content\":null,\"tool_calls\":["
                                    + IntStream.range(0, calls.size())
                                            .mapToObj(i -> begun(i, calls.get(i).arguments(), this))
                                            .collect(Collectors.joining(","))
                                    + "]");
            case Refused(String message) -> "{\"error\":{\"message\":" + quoted(message) + "}}";
        };
    }

    /** The answer as the data of events: word by word, and arguments in two halves. */
    default List<String> events() {
        List<String> events = new ArrayList<>();
        switch (this) {
            case Text(String text) -> {
                for (String word : text.split("(?<= )", -1)) {
                    events.add(chunk("{\"content\":" + quoted(word) + "}", "null"));
                }
            }
            case Calls(List<Call> calls) -> {
                for (int i = 0; i < calls.size(); i++) {
                    String arguments = calls.get(i).arguments();
                    int half = arguments.length() / 2;
                    String rest =
                            "{\"index\":%d,\"function\":{\"arguments\":%s}}"
                                    .formatted(i, quoted(arguments.substring(half)));
                    events.add(ofCall(begun(i, arguments.substring(0, half), this)));
                    events.add(ofCall(rest));
                }
            }
            case Refused _ -> throw new AssertionError("an error is no stream");
        }
        events.add(chunk("{}", quoted(reason())));
        events.add(envelope("chat.completion.chunk", ""));
        events.add("[DONE]");
        return events;
    }

    private static String ofCall(String call) {
        return chunk("{\"tool_calls\":[" + call + "]}", "null");
    }

    private static String begun(int index, String arguments, ScriptedAnswer of) {
        String tool = ((Calls) of).calls().get(index).tool();
        return """
        {"index":%d,"id":"call_%d","type":"function","function":{"name":%s,"arguments":%s}}"""
                .formatted(index, index + 1, quoted(tool), quoted(arguments));
    }

    private String message(String fields) {
        return envelope(
                "chat.completion",
                "{\"index\":0,\"message\":{\"role\":\"assistant\",%s},\"finish_reason\":\"%s\"}"
                        .formatted(fields, reason()));
    }

    private static String chunk(String delta, String reason) {
        return """
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"stub",\
        "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}"""
                .formatted(delta, reason);
    }

    private static String envelope(String object, String choices) {
        return """
        {"id":"chatcmpl-1","object":"%s","created":1,"model":"stub","choices":[%s],\
        "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}"""
                .formatted(object, choices);
    }

    private String reason() {
        return this instanceof Calls ? "tool_calls" : "stop";
    }

    private static String quoted(String text) {
        return PythonJson.write(PythonValue.of(text));
    }
}
