package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.AnswerGrader;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A grader that also knows where an agent's final message has the answer.
 *
 * <p>Thread-safe.
 */
public interface AnswerRule extends AnswerGrader {
    /** The one grader that is not made by its name alone. */
    String SANDBOXED = "prm800k";

    /** The sentence that tells an agent how to write its final answer. */
    String answerFormat();

    /** The same for a task that has those options; none for a task without. */
    default String answerFormat(List<String> choices) {
        return answerFormat();
    }

    /** What of a final message is the prediction; empty if the message does not keep the format. */
    Optional<String> prediction(String finalMessage);

    /** The gold answer as the rule wants it, from a task's answer in final form. */
    default String gold(String answer) {
        return answer;
    }

    /** Grades final messages of agents by this rule. */
    default Grader forAgents() {
        return forAgents(Optional.empty(), List.of());
    }

    /** Grades final messages of agents by this rule, where an answer has a unit or options. */
    default Grader forAgents(Optional<String> unit, List<String> choices) {
        return (task, finalMessage) -> {
            Optional<String> prediction = prediction(finalMessage);
            if (prediction.isEmpty()) {
                return Verdict.wrong("the final message has no answer in the form asked for");
            }
            Judgement judgement =
                    grade(new Pair(prediction, Optional.of(gold(task.answer())), unit, choices));
            return judgement.isCorrect()
                    ? Verdict.right(judgement.reason())
                    : Verdict.wrong(judgement.reason());
        };
    }

    /** The rules by name; {@code numeric} takes a tolerance after a colon. */
    static AnswerRule of(String name) {
        AnswerRule rule = byName().get(name);
        if (rule != null) {
            return rule;
        }
        if (name.startsWith("numeric:")) {
            return NumericAnswer.within(name.substring("numeric:".length()));
        }
        if (name.equals(SANDBOXED)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "the grader prm800k needs a sandbox, which is not to be had here");
        }
        throw new HandaxeException(
                Code.INVALID_INPUT,
                "there is no grader '%s'; there are %s"
                        .formatted(OutcomeFormat.printable(name, 60), String.join(", ", names())));
    }

    /** The names that {@link #of} knows. */
    static List<String> names() {
        return List.copyOf(byName().keySet());
    }

    private static Map<String, AnswerRule> byName() {
        Map<String, AnswerRule> rules = new LinkedHashMap<>();
        rules.put("gsm8k", new Gsm8kAnswer());
        rules.put("math", new MathAnswer(false));
        rules.put("math:official", new MathAnswer(true));
        rules.put("tabmwp", new TabMwpAnswer());
        rules.put("gaia", new GaiaAnswer());
        rules.put("arc", new ArcAnswer());
        rules.put("exact", new ExactAnswer());
        rules.put("numeric", NumericAnswer.exact());
        return rules;
    }

    /** Without a gold answer nothing is decided, and a missing prediction is wrong. */
    static Optional<Judgement> missing(Pair pair) {
        if (pair.gold().isEmpty()) {
            return Optional.of(Judgement.undecided("there is no gold answer"));
        }
        return pair.prediction().isEmpty()
                ? Optional.of(Judgement.of(false, "there is no prediction"))
                : Optional.empty();
    }

    /** Both sides of a comparison, for a reason, which a judgement makes one line. */
    static String compared(boolean equal, String prediction, String gold) {
        return "%s %s %s"
                .formatted(
                        OutcomeFormat.printable(prediction, 120),
                        equal ? "equals" : "is not",
                        OutcomeFormat.printable(gold, 120));
    }
}
