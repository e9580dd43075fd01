package dev.handaxe.optimizer.evidence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Why a task failed, in the terms that failed tasks are put together by: equal causes make a
 * cluster.
 *
 * <p>Immutable.
 */
public sealed interface Cause {
    /** A call's kind: nothing was run, because its arguments cannot be read. */
    String REFUSED = "refused";

    /** A call's kind: nothing was run, because there is no such function. */
    String UNKNOWN = "unknown_function";

    /** A call that an agent made, as far as causes are told by it. */
    interface Call {
        /** The tool that the model named. */
        String name();

        /** The kind of its outcome, such as {@code returned}; or one of the above. */
        String kind();

        /** Where guest code failed, if it did. */
        Optional<? extends Place> failure();

        /** Whether it gave no value. */
        default boolean failed() {
            return !kind().equals("returned");
        }
    }

    /** Where guest code failed. */
    interface Place {
        /** The exception's class, or the limit's key. */
        String type();

        /** From 1; 0 if it is not known. */
        int line();

        /** The function whose line it is. */
        String function();

        /** The text of the line. */
        String source();
    }

    /** The cause in one bounded line of printable text. */
    String title();

    /**
     * Guest code raised.
     *
     * @param tool that the agent called
     * @param function whose line it is
     * @param line from 1; 0 where it differs from call to call, as in programs that an agent writes
     */
    record FunctionError(String tool, String type, String function, int line, String source)
            implements Cause {
        @Override
        public String title() {
            String place =
                    line == 0
                            ? ""
                            : ", line %d: `%s`".formatted(line, Excerpt.oneLine(source, 160));
            String inner =
                    function.isEmpty() || function.equals(tool)
                            ? ""
                            : " in " + Excerpt.oneLine(function, 80);
            return "%s raised %s%s%s"
                    .formatted(name(tool), Excerpt.oneLine(type, 80), inner, place);
        }
    }

    /** A limit stopped the call. */
    record Limit(String tool, String limit) implements Cause {
        @Override
        public String title() {
            return "%s was stopped by the limit %s".formatted(name(tool), limit);
        }
    }

    /** The worker was lost. */
    record Lost(String tool) implements Cause {
        @Override
        public String title() {
            return name(tool) + " was lost with its worker";
        }
    }

    /** The arguments do not fit, or the program is no Python. */
    record BadCall(String tool) implements Cause {
        @Override
        public String title() {
            return name(tool) + " was called with arguments that were refused";
        }
    }

    /** A function was called that there is not. */
    record UnknownFunction() implements Cause {
        @Override
        public String title() {
            return "a function was called that does not exist";
        }
    }

    /**
     * The calls succeeded, the answer is wrong.
     *
     * @param tool the last that succeeded
     */
    record WrongAnswer(String tool) implements Cause {
        @Override
        public String title() {
            return "wrong answer although the calls succeeded, the last of " + name(tool);
        }
    }

    /** Nothing was called. */
    record NoCall() implements Cause {
        @Override
        public String title() {
            return "wrong answer without any call";
        }
    }

    /**
     * The grader says how the answer failed.
     *
     * @param kind in the grader's words
     */
    record FailedAnswer(String kind) implements Cause {
        @Override
        public String title() {
            return "the answer failed: " + Excerpt.oneLine(kind, 160);
        }
    }

    /**
     * A failed attempt's cause.
     *
     * @param call that shows it: the first that failed and was not made good by a later one, or the
     *     last of those that succeeded
     */
    record Found<C extends Call>(Cause cause, Optional<C> call) {
        /** Rejects nulls. */
        public Found {
            Objects.requireNonNull(cause);
            Objects.requireNonNull(call);
        }

        /** What the grader says, where no function of the set is to blame. */
        public Found<C> orSymptom(Optional<String> kind) {
            boolean answers =
                    cause instanceof NoCall
                            || cause instanceof WrongAnswer
                            || (cause instanceof FunctionError error && error.line() == 0);
            return answers && kind.isPresent()
                    ? new Found<>(new FailedAnswer(kind.get()), call)
                    : this;
        }
    }

    /**
     * Why an attempt failed that made those calls.
     *
     * @param isFunction whether that is a function of the set that was tried
     */
    static <C extends Call> Found<C> of(List<C> calls, Predicate<String> isFunction) {
        for (int i = 0; i < calls.size(); i++) {
            C call = calls.get(i);
            if (call.failed() && !madeGood(call, calls.subList(i + 1, calls.size()))) {
                return new Found<>(of(call, isFunction), Optional.of(call));
            }
        }
        List<C> succeeded = calls.stream().filter(call -> !call.failed()).toList();
        return succeeded.isEmpty()
                ? new Found<>(new NoCall(), Optional.empty())
                : new Found<>(
                        new WrongAnswer(succeeded.getLast().name()),
                        Optional.of(succeeded.getLast()));
    }

    /** A call that never ran is made good by any that did. */
    private static boolean madeGood(Call call, List<? extends Call> later) {
        return later.stream()
                .anyMatch(
                        other ->
                                !other.failed()
                                        && (call.failure().isEmpty()
                                                || other.name().equals(call.name())));
    }

    private static Cause of(Call call, Predicate<String> isFunction) {
        return switch (call.kind()) {
            case UNKNOWN -> new UnknownFunction();
            case REFUSED, "rejected" -> new BadCall(call.name());
            case "lost" -> new Lost(call.name());
            case "limit_exceeded" ->
                    new Limit(call.name(), call.failure().map(Place::type).orElse("unknown"));
            default ->
                    call.failure()
                            .map(at -> error(call.name(), at, isFunction))
                            .orElseGet(() -> new BadCall(call.name()));
        };
    }

    /** Lines of programs that the agent wrote itself say nothing of other conversations. */
    private static Cause error(String tool, Place at, Predicate<String> isFunction) {
        boolean ours = isFunction.test(tool) || isFunction.test(at.function());
        return ours
                ? new FunctionError(tool, at.type(), at.function(), at.line(), at.source())
                : new FunctionError(tool, at.type(), "", 0, "");
    }

    private static String name(String tool) {
        return Excerpt.oneLine(tool, 80);
    }
}
