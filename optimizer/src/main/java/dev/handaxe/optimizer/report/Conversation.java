package dev.handaxe.optimizer.report;

import dev.handaxe.optimizer.Verdict;
import dev.handaxe.optimizer.Verdict.Symptom;
import dev.handaxe.optimizer.evidence.Cause;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One attempt of the agent at one task, as the run wrote it down.
 *
 * <p>Immutable.
 *
 * @param verdict the grader's
 * @param messages in order
 * @param calls of functions, in order, with what came of them
 */
public record Conversation(Id id, Verdict verdict, List<Said> messages, List<Call> calls) {
    /** Copies. */
    public Conversation {
        Objects.requireNonNull(id);
        Objects.requireNonNull(verdict);
        messages = List.copyOf(messages);
        calls = List.copyOf(calls);
    }

    /** From 0, failed, to 1, solved. */
    public double score() {
        return verdict.score();
    }

    /** Why, in one line. */
    public String reason() {
        return verdict.reason();
    }

    /** How the answer failed, as the optimizer was told it, if it was. */
    public Optional<Symptom> symptom() {
        return verdict.symptom();
    }

    /** Characters of all messages. */
    long length() {
        return messages.stream().mapToLong(message -> message.text().length()).sum();
    }

    /** Whether the task was solved. */
    public boolean solved() {
        return score() >= 1;
    }

    /**
     * Which attempt.
     *
     * @param set the whole hash of the function set
     * @param split such as {@code train}, {@code validation} or {@code test}; attempts of controls
     *     and of folds have splits of their own, such as {@code test attempt 2}
     * @param repeat from 1
     * @param tokens in and out, of its model calls
     */
    public record Id(String set, String split, String task, int repeat, long tokens) {
        /** Rejects nulls. */
        public Id {
            Objects.requireNonNull(set);
            Objects.requireNonNull(split);
            Objects.requireNonNull(task);
        }
    }

    /**
     * A message.
     *
     * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
     * @param tool the function whose result it is; empty for the other roles
     * @param asks calls that the model asks for
     */
    public record Said(String role, String text, String tool, List<Ask> asks) {
        /** Copies. */
        public Said {
            Objects.requireNonNull(role);
            Objects.requireNonNull(text);
            Objects.requireNonNull(tool);
            asks = List.copyOf(asks);
        }
    }

    /**
     * A call that the model asks for.
     *
     * @param arguments as the model wrote them
     */
    public record Ask(String name, String arguments) {
        /** Rejects nulls. */
        public Ask {
            Objects.requireNonNull(name);
            Objects.requireNonNull(arguments);
        }
    }

    /**
     * A call that was made.
     *
     * @param arguments as the model wrote them
     * @param kind of outcome, such as {@code returned}; {@code refused} if nothing was run
     * @param reply what the model was told
     */
    public record Call(String name, String arguments, String kind, String reply, Seen seen)
            implements Cause.Call {
        /** Rejects nulls. */
        public Call {
            Objects.requireNonNull(name);
            Objects.requireNonNull(arguments);
            Objects.requireNonNull(kind);
            Objects.requireNonNull(reply);
            Objects.requireNonNull(seen);
        }

        @Override
        public Optional<Failure> failure() {
            return seen.failure();
        }

        /** The calls inside the call, a line each, if they were recorded. */
        public Optional<String> trace() {
            return seen.trace();
        }
    }

    /**
     * What was seen of the guest code in a call.
     *
     * @param failure where it failed
     * @param trace what was recorded of the run, if anything
     */
    public record Seen(Optional<Failure> failure, Optional<String> trace) {
        /** Rejects nulls. */
        public Seen {
            Objects.requireNonNull(failure);
            Objects.requireNonNull(trace);
        }
    }

    /**
     * Where guest code failed.
     *
     * @param type the exception's class, or the limit's key
     * @param line from 1; 0 if it is not known
     * @param source the text of the line
     */
    public record Failure(String type, String message, int line, String function, String source)
            implements Cause.Place {
        /** Rejects nulls. */
        public Failure {
            Objects.requireNonNull(type);
            Objects.requireNonNull(message);
            Objects.requireNonNull(function);
            Objects.requireNonNull(source);
        }
    }
}
