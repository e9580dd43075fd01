package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.python.PythonNumbers;
import dev.handaxe.benchmarks.python.PythonText;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * TabMWP's official rule: the answer is taken out of the whole output, then both sides are
 * normalised, numbers to three decimals, and compared without case (lupantech/PromptPG, {@code
 * run_gpt3.py}). Where the official code raises, as on {@code 1.2.3} and {@code 1/0}, or picks an
 * option at random, as on a letter beyond the options, the answer is wrong.
 *
 * <p>Thread-safe.
 */
public record TabMwpAnswer() implements AnswerRule {
    private static final String SENTENCE = "The answer is ";
    private static final Pattern LAST_MARK = Pattern.compile("(?d)[,./]$");
    private static final Pattern NUMBER = Pattern.compile("(?d)^[-+]?[\\p{Nd},./]++$");
    private static final Pattern INTEGER = Pattern.compile("(?d)^[-+]?\\p{Nd}++$");
    private static final Pattern ZEROS = Pattern.compile("\\.0++$");

    @Override
    public Judgement grade(Pair pair) {
        Optional<Judgement> missing = AnswerRule.missing(pair);
        if (missing.isPresent()) {
            return missing.get();
        }
        Optional<String> found = TabMwpOutput.answer(pair.prediction().get(), pair.choices());
        if (found.isEmpty()) {
            return Judgement.of(
                    false,
                    "the letter is beyond the %d options, of which the official code then takes"
                                    .formatted(pair.choices().size())
                            + " any");
        }
        Optional<String> prediction = normalised(found.get(), pair.unit());
        Optional<String> gold = normalised(pair.gold().get(), pair.unit());
        if (prediction.isEmpty() || gold.isEmpty()) {
            return Judgement.of(
                    false,
                    "%s is no number, on which the official code raises"
                            .formatted(gold.isEmpty() ? "the gold answer" : "the prediction"));
        }
        boolean equal = PythonText.lower(prediction.get()).equals(PythonText.lower(gold.get()));
        return Judgement.of(equal, AnswerRule.compared(equal, prediction.get(), gold.get()));
    }

    /** The official {@code normalize_answer}; empty where it raises. */
    static Optional<String> normalised(String answer, Optional<String> unit) {
        String text = answer.startsWith("$") ? answer.substring(1) : answer;
        text = LAST_MARK.matcher(text).replaceFirst("");
        if (NUMBER.matcher(text).find()) {
            return number(text.replace(",", ""))
                    .map(number -> ZEROS.matcher(number).replaceFirst(""));
        }
        return Optional.of(
                unit.filter(name -> !name.isEmpty()).isPresent()
                        ? PythonText.strip(text.replace(unit.get(), ""))
                        : text);
    }

    private static Optional<String> number(String text) {
        if (INTEGER.matcher(text).find()) {
            return PythonNumbers.parseInt(text).map(BigInteger::toString);
        }
        OptionalDouble value = text.contains("/") ? quotient(text) : PythonNumbers.parseFloat(text);
        return value.isPresent()
                ? Optional.of(PythonNumbers.text(PythonNumbers.round(value.getAsDouble(), 3)))
                : Optional.empty();
    }

    /** The first part by the second, as the official code does; a third is not looked at. */
    private static OptionalDouble quotient(String text) {
        List<String> parts = PythonText.split(text, "/");
        OptionalDouble above = PythonNumbers.parseFloat(parts.get(0));
        OptionalDouble below = PythonNumbers.parseFloat(parts.get(1));
        if (above.isEmpty() || below.isEmpty() || below.getAsDouble() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(above.getAsDouble() / below.getAsDouble());
    }

    @Override
    public String answerFormat() {
        return "End your reply with a sentence of the form \"The answer is\" followed by the answer"
                + " alone: a number or a word.";
    }

    /** By letter: the official patterns take a text's capital A to F for an option's letter. */
    @Override
    public String answerFormat(List<String> choices) {
        if (choices.isEmpty() || choices.size() > TabMwpOutput.LETTERS.length()) {
            return answerFormat();
        }
        return "End your reply with a sentence of the form \"The answer is B.\", which names the"
                + " right option by its letter alone.";
    }

    /**
     * The sentence that was asked for, if it is there: before it the official patterns would take
     * {@code By } at the beginning of a reply for option B.
     */
    @Override
    public Optional<String> prediction(String finalMessage) {
        return Optional.of(finalMessage.substring(Math.max(0, finalMessage.lastIndexOf(SENTENCE))));
    }
}
