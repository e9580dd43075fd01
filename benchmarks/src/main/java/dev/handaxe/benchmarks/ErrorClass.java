package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.policy.LimitName;
import java.util.Optional;
import java.util.Set;

/**
 * What may be told of a sample that failed hidden tests: a word from a fixed list. A sample can
 * name its exceptions after the inputs that it is given, so names that Python does not have are not
 * told.
 */
final class ErrorClass {
    private static final String WRONG = "wrong answer";

    /** What Python itself raises. */
    private static final Set<String> KNOWN =
            Set.of(
                    ("ArithmeticError AttributeError BufferError EOFError FloatingPointError"
                                    + " FileNotFoundError ImportError IndentationError IndexError"
                                    + " KeyError KeyboardInterrupt LookupError MemoryError"
                                    + " ModuleNotFoundError NameError NotImplementedError OSError"
                                    + " OverflowError PermissionError RecursionError RuntimeError"
                                    + " StopAsyncIteration StopIteration SyntaxError SystemError"
                                    + " SystemExit TabError TimeoutError TypeError"
                                    + " UnboundLocalError UnicodeDecodeError UnicodeEncodeError"
                                    + " UnicodeError ValueError ZeroDivisionError")
                            .split(" "));

    private ErrorClass() {}

    /** The class of a sample that did not pass. */
    static String of(Sample.Judged judged) {
        Kind kind = judged.kind();
        return switch (kind) {
            case PASSED -> "none";
            case FAILED -> ofReason(judged.reason());
            case TIMED_OUT -> "time limit";
            case LIMIT_EXCEEDED ->
                    "limit" + limit(judged.reason()).map(key -> " " + key).orElse("");
            case DENIED -> "a capability that is denied";
            case REJECTED -> "no Python program";
            case LOST -> "lost with its worker";
        };
    }

    private static String ofReason(String reason) {
        String type = reason.split("[^A-Za-z]", 2)[0];
        if (type.equals("AssertionError")) {
            return WRONG;
        }
        if (KNOWN.contains(type)) {
            return type;
        }
        return type.equals("ended") || type.equals("wanted")
                ? "ended before all tests were answered"
                : "another exception";
    }

    private static Optional<String> limit(String reason) {
        return LimitName.ofKey(reason.split(",", 2)[0]).map(LimitName::key);
    }
}
