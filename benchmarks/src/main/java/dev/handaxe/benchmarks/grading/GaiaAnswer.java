package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.python.PythonNumbers;
import dev.handaxe.benchmarks.python.PythonText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * GAIA's official rule: a gold answer that Python's {@code float} reads is compared as a number,
 * one with a comma or semicolon part by part, any other as text without space, punctuation and case
 * (gaia-benchmark/leaderboard, {@code scorer.py}). A prediction that is no number counts as {@code
 * inf}, so a gold answer of {@code inf} equals all of them; that is kept. A missing prediction is
 * wrong.
 *
 * <p>Thread-safe.
 */
public record GaiaAnswer() implements AnswerRule {
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    @Override
    public Judgement grade(Pair pair) {
        Optional<Judgement> missing = AnswerRule.missing(pair);
        if (missing.isPresent()) {
            return missing.get();
        }
        String prediction = pair.prediction().get();
        String gold = pair.gold().get();
        OptionalDouble number = PythonNumbers.parseFloat(gold);
        if (number.isPresent()) {
            boolean equal = number(prediction) == number.getAsDouble();
            return Judgement.of(equal, AnswerRule.compared(equal, prediction, gold));
        }
        if (isList(gold)) {
            return lists(prediction, gold);
        }
        boolean equal = plain(prediction).equals(plain(gold));
        return Judgement.of(equal, AnswerRule.compared(equal, prediction, gold));
    }

    /** The official {@code normalize_number_str}. */
    private static double number(String text) {
        String plain = text.replace("$", "").replace("%", "").replace(",", "");
        return PythonNumbers.parseFloat(plain).orElse(Double.POSITIVE_INFINITY);
    }

    private static boolean isList(String gold) {
        return gold.indexOf(',') >= 0 || gold.indexOf(';') >= 0;
    }

    private static Judgement lists(String prediction, String gold) {
        List<String> predicted = parts(prediction);
        List<String> wanted = parts(gold);
        if (predicted.size() != wanted.size()) {
            return Judgement.of(
                    false, "%d parts, not %d".formatted(predicted.size(), wanted.size()));
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!isSamePart(predicted.get(i), wanted.get(i))) {
                return Judgement.of(
                        false,
                        "part %d: ".formatted(i + 1)
                                + AnswerRule.compared(false, predicted.get(i), wanted.get(i)));
            }
        }
        return Judgement.of(true, AnswerRule.compared(true, prediction, gold));
    }

    private static boolean isSamePart(String prediction, String gold) {
        OptionalDouble number = PythonNumbers.parseFloat(gold);
        return number.isPresent()
                ? number(prediction) == number.getAsDouble()
                : spaceless(prediction).equals(spaceless(gold));
    }

    private static List<String> parts(String text) {
        return PythonText.split(text.replace(';', ','), ",");
    }

    private static String spaceless(String text) {
        return PythonText.lower(PythonText.withoutSpace(text));
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        spaceless(text)
                .chars()
                .filter(c -> PUNCTUATION.indexOf(c) < 0)
                .forEach(c -> plain.append((char) c));
        return plain.toString();
    }

    @Override
    public String answerFormat() {
        return "End your reply with a line of the form ANSWER: followed by a number, as few words"
                + " as possible, or a list of them separated by commas. Write no unit and no comma"
                + " inside a number unless they are asked for.";
    }

    @Override
    public Optional<String> prediction(String finalMessage) {
        return ExactAnswer.labelled(finalMessage);
    }
}
