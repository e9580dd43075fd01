package dev.handaxe.benchmarks.grading;

import java.util.Optional;

/**
 * The same text, apart from space around it.
 *
 * <p>Thread-safe.
 */
public record ExactAnswer() implements AnswerRule {
    private static final String LABEL = "ANSWER";
    private static final String BEFORE = "*_`#>- \t";
    private static final String AROUND = "*_`";

    @Override
    public Judgement grade(Pair pair) {
        Optional<Judgement> missing = AnswerRule.missing(pair);
        if (missing.isPresent()) {
            return missing.get();
        }
        String prediction = pair.prediction().get().strip();
        String gold = pair.gold().get().strip();
        boolean equal = prediction.equals(gold);
        return Judgement.of(equal, AnswerRule.compared(equal, prediction, gold));
    }

    @Override
    public String answerFormat() {
        return "End your reply with a line of the form ANSWER: followed by the answer alone.";
    }

    @Override
    public Optional<String> prediction(String finalMessage) {
        return labelled(finalMessage);
    }

    /**
     * What follows {@code ANSWER:} on the last line that begins with it, in any case and whatever
     * Markdown is around it; or else the whole message, if it is one line.
     */
    static Optional<String> labelled(String message) {
        var lines = message.strip().lines().toList();
        for (String line : lines.reversed()) {
            String text = withoutLeading(line, BEFORE);
            if (!text.regionMatches(true, 0, LABEL, 0, LABEL.length())) {
                continue;
            }
            String rest = withoutLeading(text.substring(LABEL.length()), AROUND + " \t");
            if (rest.startsWith(":")) {
                return Optional.of(plain(rest.substring(1)));
            }
        }
        return lines.size() == 1 ? Optional.of(plain(lines.getFirst())) : Optional.empty();
    }

    private static String withoutLeading(String text, String unwanted) {
        int start = 0;
        while (start < text.length() && unwanted.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start);
    }

    private static String plain(String text) {
        String inner = withoutLeading(text, AROUND + " \t");
        int end = inner.length();
        while (end > 0 && (AROUND + " \t").indexOf(inner.charAt(end - 1)) >= 0) {
            end--;
        }
        return inner.substring(0, end).strip();
    }
}
