package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.grading.Algebra.Answer;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.Sandbox;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * PRM800K's rule for MATH (openai/prm800k, {@code grader.py}): MATH's own normal form, then a
 * second one that reads LaTeX with pylatexenc, then element by element with sympy. Both packages
 * run in sessions of a sandbox, each opened when the first pair needs it. Where one is not in its
 * package store, or does not come to an end, the pair is undecided and the reason says so; pairs
 * that do not need it are decided all the same.
 *
 * <p>Thread-safe. Whoever makes it closes it, and with it the sessions.
 */
public final class Prm800kAnswer implements AnswerRule {
    private static final int MAX_LETTERS = 2;
    private static final Pattern HANGS = Pattern.compile("\\^(?:[{(]|[0-9][0-9]|[0-9]++\\^)");
    private static final Pattern PLAIN_INTEGER = Pattern.compile("0|-?[1-9][0-9]*+");

    private final Algebra algebra;

    Prm800kAnswer(Algebra algebra) {
        this.algebra = algebra;
    }

    /** Grades with the packages of that sandbox's store, in up to two of its sessions. */
    public static Prm800kAnswer in(Sandbox sandbox) {
        return new Prm800kAnswer(new SandboxAlgebra(sandbox));
    }

    @Override
    public Judgement grade(Pair pair) {
        if (pair.prediction().isEmpty() || pair.gold().isEmpty()) {
            return Judgement.of(
                    false, pair.prediction().isEmpty() ? "no prediction" : "no gold answer");
        }
        String prediction = pair.prediction().get();
        String gold = pair.gold().get();
        if (Prm800kText.byHendrycks(gold).equals(Prm800kText.byHendrycks(prediction))) {
            return Judgement.of(true, AnswerRule.compared(true, prediction, gold));
        }
        return switch (normalised(gold)) {
            case Answer.Unknown<String> unknown -> Judgement.undecided(unknown.why());
            case Answer.Known<String> wanted ->
                    switch (normalised(prediction)) {
                        case Answer.Unknown<String> unknown -> Judgement.undecided(unknown.why());
                        case Answer.Known<String> given -> compare(given.value(), wanted.value());
                    };
        };
    }

    private Answer<String> normalised(String answer) {
        String text = Prm800kText.beforeLatex(answer);
        if (!Prm800kText.hasLatex(text)) {
            return new Answer.Known<>(Prm800kText.afterLatex(text));
        }
        return switch (algebra.latexToText(Prm800kText.forLatex(text))) {
            case Answer.Unknown<Optional<String>> unknown -> new Answer.Unknown<>(unknown.why());
            case Answer.Known<Optional<String>> plain ->
                    new Answer.Known<>(
                            Prm800kText.afterLatex(
                                    plain.value().map(Prm800kText::fromLatex).orElse(text)));
        };
    }

    private Judgement compare(String given, String wanted) {
        if (wanted.equals(given)) {
            return Judgement.of(true, AnswerRule.compared(true, given, wanted));
        }
        if (given.isEmpty()) {
            return Judgement.of(false, "the prediction is empty");
        }
        List<String> wantedParts = Prm800kText.elements(wanted);
        List<String> givenParts = Prm800kText.elements(given);
        boolean otherEnds =
                wantedParts.size() > 1
                        && (wanted.codePointAt(0) != given.codePointAt(0)
                                || wanted.codePointBefore(wanted.length())
                                        != given.codePointBefore(given.length()));
        if (otherEnds || wantedParts.size() != givenParts.size()) {
            return Judgement.of(false, AnswerRule.compared(false, given, wanted));
        }
        return elements(givenParts, wantedParts);
    }

    /**
     * The official code goes from left to right to the first wrong element; which that is makes no
     * difference, so what needs no package is looked at first.
     */
    private Judgement elements(List<String> given, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (isWrongAsText(given.get(i), wanted.get(i))) {
                return Judgement.of(false, AnswerRule.compared(false, given.get(i), wanted.get(i)));
            }
        }
        Optional<String> undecided = Optional.empty();
        for (int i = 0; i < wanted.size(); i++) {
            if (isFractions(given.get(i), wanted.get(i))) {
                continue; // the same text, or it would have been wrong
            }
            String difference = "(%s)-(%s)".formatted(wanted.get(i), given.get(i));
            switch (algebra.isZero(difference)) {
                case Answer.Unknown<Boolean> unknown -> undecided = Optional.of(unknown.why());
                case Answer.Known<Boolean> zero -> {
                    if (!zero.value()) {
                        return Judgement.of(
                                false,
                                "sympy does not simplify %s to 0"
                                        .formatted(OutcomeFormat.printable(difference, 240)));
                    }
                }
            }
        }
        return undecided
                .map(Judgement::undecided)
                .orElseGet(
                        () ->
                                Judgement.of(
                                        true,
                                        AnswerRule.compared(
                                                true,
                                                String.join(", ", given),
                                                String.join(", ", wanted))));
    }

    private static boolean isWrongAsText(String given, String wanted) {
        if (isFractions(given, wanted)) {
            return !given.equals(wanted);
        }
        return areOtherIntegers(given, wanted)
                || Prm800kText.isInteger(wanted) != Prm800kText.isInteger(given)
                || !mayBeEvaluated("(%s)-(%s)".formatted(wanted, given));
    }

    /** Of two integers without any sign of algebra sympy would say no more than this. */
    private static boolean areOtherIntegers(String given, String wanted) {
        return !given.equals(wanted)
                && PLAIN_INTEGER.matcher(given).matches()
                && PLAIN_INTEGER.matcher(wanted).matches();
    }

    private static boolean isFractions(String given, String wanted) {
        return Prm800kText.isFraction(wanted) && Prm800kText.isFraction(given);
    }

    /** What sympy might hang on, or what is a word, is not tried. */
    static boolean mayBeEvaluated(String expression) {
        Set<Integer> letters = new HashSet<>();
        expression
                .replace("sqrt", "")
                .replace("frac", "")
                .codePoints()
                .filter(Character::isLetter)
                .takeWhile(letter -> letters.size() <= MAX_LETTERS)
                .forEach(letters::add);
        return letters.size() <= MAX_LETTERS && !HANGS.matcher(expression).find();
    }

    @Override
    public String answerFormat() {
        return new MathAnswer(false).answerFormat();
    }

    @Override
    public Optional<String> prediction(String finalMessage) {
        return MathAnswer.lastBoxed(finalMessage);
    }

    @Override
    public void close() {
        algebra.close();
    }
}
