package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.evidence.Cause;
import dev.handaxe.optimizer.tools.ToolAnswer;
import dev.handaxe.optimizer.tools.ToolReply;
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
 * @param kind of outcome, or {@link #REFUSED} or {@link #UNKNOWN} if nothing was run
 * @param reply what the model was told
 * @param seen what was seen of the guest code
 */
record FunctionCall(String name, String arguments, String kind, String reply, Seen seen)
        implements Cause.Call {
    /** Nothing was run: the arguments cannot be read. */
    static final String REFUSED = Cause.REFUSED;

    /** Nothing was run: there is no such function. */
    static final String UNKNOWN = Cause.UNKNOWN;

    FunctionCall {
        Objects.requireNonNull(name);
        Objects.requireNonNull(arguments);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(seen);
    }

    /** A call that was not traced. */
    FunctionCall(
            String name, String arguments, String kind, String reply, Optional<Failure> failure) {
        this(name, arguments, kind, reply, new Seen(failure, CallTrace.NONE));
    }

    /** What became of a call that the model asked for. */
    static FunctionCall of(ToolCall asked, ToolAnswer answer) {
        return new FunctionCall(
                asked.name(),
                asked.arguments(),
                answer.kind(),
                answer.reply(),
                answer.outcome().map(Seen::of).orElse(Seen.NOTHING));
    }

    /**
     * What was seen of the guest code.
     *
     * @param failure where it failed, if it did
     * @param trace the calls inside, if they were recorded
     */
    record Seen(Optional<Failure> failure, CallTrace trace) {
        /** Nothing was run. */
        static final Seen NOTHING = new Seen(Optional.empty(), CallTrace.NONE);

        Seen {
            Objects.requireNonNull(failure);
            Objects.requireNonNull(trace);
        }

        static Seen of(Outcome outcome) {
            return new Seen(FunctionCall.failure(outcome), CallTrace.of(outcome));
        }
    }

    /**
     * Where guest code failed.
     *
     * @param type the exception's class, or the limit's key, or {@code denied}
     * @param line from 1; 0 if it is not known
     * @param function the function whose line it is
     * @param source the text of the line
     */
    record Failure(String type, String message, int line, String function, String source)
            implements Cause.Place {
        Failure {
            Objects.requireNonNull(type);
            Objects.requireNonNull(message);
            Objects.requireNonNull(function);
            Objects.requireNonNull(source);
        }
    }

    /** Where the guest code failed, if it did. */
    @Override
    public Optional<Failure> failure() {
        return seen.failure();
    }

    /** Whether guest code was run. */
    boolean ran() {
        return !kind.equals(REFUSED) && !kind.equals(UNKNOWN);
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
        if (!seen.trace().calls().isEmpty()) {
            node.set("trace", seen.trace().node());
        }
        seen.failure()
                .ifPresent(
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
                new Seen(failure, CallTrace.read(node.path("trace"))));
    }
}
