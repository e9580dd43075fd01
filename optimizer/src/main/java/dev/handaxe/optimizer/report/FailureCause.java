package dev.handaxe.optimizer.report;

import dev.handaxe.optimizer.report.Conversation.Call;
import dev.handaxe.optimizer.report.Conversation.Failure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a task was failed, as far as its conversation shows it: the first call that failed and was
 * not made good by a later one of the same function. What the agent recovered from did not cost the
 * task.
 *
 * <p>Immutable.
 *
 * @param detail such as {@code ZeroDivisionError in mean}; empty where the kind says all
 */
public record FailureCause(Kind kind, String detail) {

    /** The kinds, the one to look at first first. */
    public enum Kind {
        /** Guest code raised, was denied something, or its worker was lost. */
        ERROR("error of a function"),
        /** A limit of the policy ended a call. */
        LIMIT("limit"),
        /** The call named no function, or its arguments did not fit. */
        BAD_CALL("bad call"),
        /** The agent answered without calling a function. */
        NO_CALL("no call"),
        /** Calls were made and none was the cause. */
        WRONG_ANSWER("wrong answer");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** In words. */
        public String word() {
            return word;
        }
    }

    /** Rejects nulls. */
    public FailureCause {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
    }

    /** The cause; empty if the task was solved. */
    public static Optional<FailureCause> of(Conversation conversation) {
        if (conversation.solved()) {
            return Optional.empty();
        }
        List<Call> calls = conversation.calls();
        if (calls.isEmpty()) {
            return Optional.of(new FailureCause(Kind.NO_CALL, ""));
        }
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            if (!call.returned() && !madeGood(call, calls.subList(i + 1, calls.size()))) {
                return Optional.of(of(call));
            }
        }
        return Optional.of(new FailureCause(Kind.WRONG_ANSWER, ""));
    }

    /** A call that never ran is made good by any that did. */
    private static boolean madeGood(Call call, List<Call> later) {
        return later.stream()
                .anyMatch(
                        other ->
                                other.returned()
                                        && (call.failure().isEmpty()
                                                || other.name().equals(call.name())));
    }

    private static FailureCause of(Call call) {
        String type = call.failure().map(Failure::type).filter(t -> !t.isEmpty()).orElse("");
        return switch (call.kind()) {
            case "limit_exceeded" -> new FailureCause(Kind.LIMIT, in(call, type));
            case "unknown_function" -> new FailureCause(Kind.BAD_CALL, call.name());
            case "refused" -> new FailureCause(Kind.BAD_CALL, call.name());
            case "rejected" -> new FailureCause(Kind.BAD_CALL, call.name());
            case "denied" -> new FailureCause(Kind.ERROR, in(call, "denied: " + type));
            case "lost" -> new FailureCause(Kind.ERROR, in(call, "lost"));
            default -> new FailureCause(Kind.ERROR, in(call, type.isEmpty() ? call.kind() : type));
        };
    }

    private static String in(Call call, String what) {
        return (what + " in " + call.name()).strip();
    }
}
