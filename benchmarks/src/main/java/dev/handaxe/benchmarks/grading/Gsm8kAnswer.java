package dev.handaxe.benchmarks.grading;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GSM8K's official rule: the first {@code #### number} of the text without its commas, compared as
 * text (openai/grade-school-math, {@code dataset.py}).
 *
 * <p>Thread-safe.
 */
public record Gsm8kAnswer() implements AnswerRule {
    private static final Pattern ANSWER = Pattern.compile("#### (-?[0-9.,]+)");

    /** The official extraction; empty stands for its {@code [invalid]}. */
    public static Optional<String> extract(String text) {
        Matcher found = ANSWER.matcher(text);
        return found.find() ? Optional.of(found.group(1).replace(",", "")) : Optional.empty();
    }

    @Override
    public Judgement grade(Pair pair) {
        Optional<String> gold = pair.gold().flatMap(Gsm8kAnswer::extract);
        if (gold.isEmpty()) {
            return Judgement.of(false, "the gold answer has no '#### number'");
        }
        Optional<String> prediction = pair.prediction().flatMap(Gsm8kAnswer::extract);
        if (prediction.isEmpty()) {
            return Judgement.of(false, "the prediction has no '#### number'");
        }
        boolean equal = prediction.equals(gold);
        return Judgement.of(equal, AnswerRule.compared(equal, prediction.get(), gold.get()));
    }

    @Override
    public String answerFormat() {
        return "End your reply with the final answer on a line of its own, written as #### followed"
                + " by a space and the number, with no unit, no currency sign and no full stop"
                + " (for example: #### 42). Write #### nowhere else.";
    }

    @Override
    public Optional<String> prediction(String finalMessage) {
        return Optional.of(finalMessage);
    }

    @Override
    public String gold(String answer) {
        return answer.contains("#### ") ? answer : "#### " + answer;
    }
}
