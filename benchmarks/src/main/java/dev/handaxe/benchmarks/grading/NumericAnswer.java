package dev.handaxe.benchmarks.grading;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same number: {@code 1,000}, {@code 1000.0}, {@code 1e3} and {@code 2000/2} are one. A
 * prediction may be off by the tolerance times the larger of 1 and the gold answer. Without a
 * tolerance of its own, a gold answer that is written as an integer must be met exactly, any other
 * to 9 significant digits or so (1e-9).
 *
 * <p>Thread-safe.
 *
 * @param tolerance empty for the usual one
 */
public record NumericAnswer(Optional<BigDecimal> tolerance) implements AnswerRule {
    private static final int MAX_CHARS = 10_000;
    private static final BigDecimal USUAL = new BigDecimal("1e-9");
    private static final String UNSIGNED =
            "(?:(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:\\.[0-9]*+)?|\\.[0-9]++)";
    private static final Pattern NUMBER =
            Pattern.compile(
                    "([+-]?+N(?:[eE][+-]?+[0-9]{1,4})?+)(?:\\s*+/\\s*+(N))?+"
                            .replace("N", UNSIGNED));
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9,]+");

    static NumericAnswer exact() {
        return new NumericAnswer(Optional.empty());
    }

    /**
     * With a tolerance.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if it is no number from 0 to 1
     */
    static NumericAnswer within(String tolerance) {
        return number(tolerance)
                .filter(value -> value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0)
                .map(value -> new NumericAnswer(Optional.of(value)))
                .orElseThrow(
                        () ->
                                new HandaxeException(
                                        Code.INVALID_INPUT,
                                        "the tolerance of 'numeric' is a number from 0 to 1"));
    }

    @Override
    public Judgement grade(Pair pair) {
        Optional<BigDecimal> gold = pair.gold().flatMap(NumericAnswer::number);
        if (gold.isEmpty()) {
            return Judgement.undecided("the gold answer is no number");
        }
        Optional<BigDecimal> prediction = pair.prediction().flatMap(NumericAnswer::number);
        if (prediction.isEmpty()) {
            return Judgement.of(false, "the prediction is no number");
        }
        boolean equal = near(prediction.get(), gold.get(), allowed(pair.gold().get()));
        return Judgement.of(
                equal, AnswerRule.compared(equal, pair.prediction().get(), pair.gold().get()));
    }

    private BigDecimal allowed(String gold) {
        boolean integer = INTEGER.matcher(gold.strip()).matches();
        return tolerance.orElse(integer ? BigDecimal.ZERO : USUAL);
    }

    private static boolean near(BigDecimal prediction, BigDecimal gold, BigDecimal allowed) {
        BigDecimal scale = gold.abs().max(BigDecimal.ONE);
        return prediction.subtract(gold).abs().compareTo(scale.multiply(allowed)) <= 0;
    }

    /** The number that the text is, if it is one and not absurdly long. */
    public static Optional<BigDecimal> number(String text) {
        String plain = text.strip().replace('\u2212', '-');
        Matcher found = NUMBER.matcher(plain);
        if (plain.length() > MAX_CHARS || !found.matches()) {
            return Optional.empty();
        }
        BigDecimal value = decimal(found.group(1));
        String below = found.group(2);
        if (below == null) {
            return Optional.of(value);
        }
        BigDecimal divisor = decimal(below);
        return divisor.signum() == 0
                ? Optional.empty()
                : Optional.of(value.divide(divisor, new MathContext(60)));
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text.replace(",", ""));
    }

    @Override
    public String answerFormat() {
        return "End your reply with a line of the form ANSWER: followed by the number alone,"
                + " without a unit and without separators between thousands.";
    }

    @Override
    public Optional<String> prediction(String finalMessage) {
        return ExactAnswer.labelled(finalMessage);
    }
}
