package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Outcome;
import java.util.Objects;
import java.util.Optional;

/**
 * One call an agent made, and what it was told: the execution trace that training learns from.
 *
 * <p>Immutable.
 *
 * @param name the tool the model named
 * @param arguments as the model wrote them
 * @param kind of outcome, or {@code refused} if nothing was run
 * @param reply what the model was told
 * @param failure where the guest code failed, if it did
 */
record FunctionCall(
        String name, String arguments, String kind, String reply, Optional<Failure> failure) {
    FunctionCall {
        Objects.requireNonNull(name);
        Objects.requireNonNull(arguments);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(failure);
    }

    /**
     * Where guest code failed.
     *
     * @param type the exception's class, or the limit's key, or {@code denied}
     * @param line from 1; 0 if it is not known
     * @param function the function whose line it is
     * @param source the text of the line
     */
    record Failure(String type, String message, int line, String function, String source) {
        Failure {
            Objects.requireNonNull(type);
            Objects.requireNonNull(message);
            Objects.requireNonNull(function);
            Objects.requireNonNull(source);
        }
    }

    boolean failed() {
        return !kind.equals("returned");
    }

    /** The failure in an outcome; what changes from run to run, such as times, is left out. */
    static Optional<Failure> failure(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned _ -> Optional.empty();
            case Outcome.Raised raised -> Optional.of(failure(raised.error()));
            case Outcome.Denied denied -> Optional.of(failure(denied.error()));
            case Outcome.LimitExceeded limit ->
                    Optional.of(
                            new Failure(
                                    limit.breach().limit().key(),
                                    ToolReply.limit(limit.breach()),
                                    0,
                                    "",
                                    ""));
            case Outcome.Rejected rejected ->
                    Optional.of(new Failure("rejected", rejected.reason(), 0, "", ""));
            case Outcome.Lost _ -> Optional.of(new Failure("lost", "", 0, "", ""));
        };
    }

    private static Failure failure(GuestError error) {
        if (error.traceback().isEmpty()) {
            return new Failure(error.type(), ToolReply.steady(error.message()), 0, "", "");
        }
        GuestError.Frame frame = error.traceback().getLast();
        return new Failure(
                error.type(),
                ToolReply.steady(error.message()),
                frame.line(),
                frame.function(),
                frame.source());
    }

    ObjectNode node() {
        ObjectNode node =
                Json.object()
                        .put("name", name)
                        .put("arguments", arguments)
                        .put("kind", kind)
                        .put("reply", reply);
        failure.ifPresent(
                at ->
                        node.putObject("failure")
                                .put("type", at.type())
                                .put("message", at.message())
                                .put("line", at.line())
                                .put("function", at.function())
                                .put("source", at.source()));
        return node;
    }

    static FunctionCall read(JsonNode node) throws Json.Malformed {
        JsonNode at = node.path("failure");
        Optional<Failure> failure =
                at.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(
                                new Failure(
                                        ModelJson.text(at, "type"),
                                        ModelJson.text(at, "message"),
                                        at.path("line").asInt(),
                                        ModelJson.text(at, "function"),
                                        ModelJson.text(at, "source")));
        return new FunctionCall(
                ModelJson.text(node, "name"),
                ModelJson.text(node, "arguments"),
                ModelJson.text(node, "kind"),
                ModelJson.text(node, "reply"),
                failure);
    }
}
