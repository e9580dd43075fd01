package dev.handaxe.benchmarks.grading;

import java.util.Optional;

/**
 * MATH's own rule: both answers normalised as text, then compared (hendrycks/math, {@code
 * math_equivalence.py}). Official code calls two missing answers equal, which scores an agent that
 * says nothing as right where the gold answer cannot be read; here that is wrong unless asked for.
 *
 * <p>Thread-safe.
 *
 * @param nothingEqualsNothing whether to keep the official verdict on two missing answers
 */
public record MathAnswer(boolean nothingEqualsNothing) implements AnswerRule {
    private static final String BOX = "\\boxed{";

    @Override
    public Judgement grade(Pair pair) {
        if (pair.prediction().isEmpty() && pair.gold().isEmpty()) {
            return Judgement.of(
                    nothingEqualsNothing,
                    "both answers are missing, which the official code calls equal");
        }
        if (pair.prediction().isEmpty() || pair.gold().isEmpty()) {
            return Judgement.of(false, pair.gold().isEmpty() ? "no gold answer" : "no prediction");
        }
        String prediction = pair.prediction().get();
        String gold = pair.gold().get();
        boolean equal = areEquivalent(prediction, gold);
        return Judgement.of(equal, AnswerRule.compared(equal, prediction, gold));
    }

    private static boolean areEquivalent(String one, String other) {
        Optional<String> first = MathText.normalised(one);
        Optional<String> second = MathText.normalised(other);
        boolean both = first.isPresent() && second.isPresent();
        return both ? first.equals(second) : one.equals(other);
    }

    /**
     * What the last {@code \boxed{…}} of a text holds: the official extraction, which finds nothing
     * in {@code \fbox{5}}, {@code \boxed 5} and boxes that are not closed.
     */
    public static Optional<String> lastBoxed(String text) {
        int start = text.lastIndexOf("\\boxed");
        if (start < 0 || !text.startsWith(BOX, start)) {
            return Optional.empty();
        }
        int open = 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                open++;
            } else if (text.charAt(i) == '}') {
                open--;
                if (open == 0) {
                    return Optional.of(text.substring(start + BOX.length(), i));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public String answerFormat() {
        return "Put the final answer, simplified and without words or units, in \\boxed{} at the"
                + " end of your reply (for example: \\boxed{\\frac{3}{4}}).";
    }

    @Override
    public Optional<String> prediction(String finalMessage) {
        return lastBoxed(finalMessage);
    }

    @Override
    public String gold(String answer) {
        return answer.contains("\\boxed") ? lastBoxed(answer).orElse(answer) : answer;
    }
}
