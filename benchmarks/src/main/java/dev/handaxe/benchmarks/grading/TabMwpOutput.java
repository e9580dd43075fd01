package dev.handaxe.benchmarks.grading;

import dev.handaxe.benchmarks.python.PythonText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the answer in a model's output by TabMWP's official rules (lupantech/PromptPG, {@code
 * utilities.py}), in time proportional to the output. Where the official code picks an option at
 * random, because the letter is beyond the options, there is no answer.
 */
final class TabMwpOutput {
    private static final String DIGIT = "\\p{Nd}";
    private static final Pattern FRACTION =
            Pattern.compile("\\$?\\\\frac\\{([D.,-]++)}\\{([D.,]++)}\\$?".replace("D", DIGIT));
    private static final Pattern FULL_STOP = Pattern.compile("(?d)(?<![AP]\\.M)\\.$");
    private static final Pattern EQUALS = Pattern.compile("(?<=D)=(?=[-$D])".replace("D", DIGIT));

    /** What the options of a multiple choice are called, in their order. */
    static final String LETTERS = "ABCDEF";

    /** Tried in this order on multiple choice; {@code .} is no line end in any of them. */
    private static final List<Pattern> LETTER =
            List.of(
                    Pattern.compile("(?d)^\\(([A-Za-z])\\)$"),
                    Pattern.compile("(?d)^([A-Za-z])$"),
                    Pattern.compile("(?d)^([A-Za-z]). "),
                    Pattern.compile("[Th]he answer is ([A-Z])"),
                    Pattern.compile("(?s)^\\(([A-Za-z])\\) .+$"),
                    Pattern.compile("(?s)[Th]he answer is \\(([A-Za-z])\\) .+$"));

    private static final Pattern SENTENCE = Pattern.compile("(?s)[Th]he answer is (.++)");

    /** A free text: what comes before a number, and whether the number must end in a digit. */
    private static final List<Pattern> BEFORE_A_RUN =
            List.of(
                    Pattern.compile("[Th]he table shows that ([D$.,/:]++) ".replace("D", DIGIT)),
                    Pattern.compile(" = ([D$.,/:]++)".replace("D", DIGIT)));

    private static final String RUN = "([-D$.,/:]++)".replace("D", DIGIT);
    private static final List<Pattern> NUMBERS =
            List.of(
                    Pattern.compile("(?<= be| is) " + RUN),
                    Pattern.compile("(?<= are| was) " + RUN),
                    Pattern.compile("(?<= were) " + RUN));
    private static final Pattern TIME =
            Pattern.compile(" ([D$.,/:]++ [AP]\\.M\\.)".replace("D", DIGIT));
    private static final Pattern ANY_NUMBER = Pattern.compile(RUN);

    private TabMwpOutput() {}

    /** The answer in an output; empty where the letter of an option is beyond the options. */
    static Optional<String> answer(String output, List<String> options) {
        String plain = FRACTION.matcher(output).replaceAll("$1/$2");
        plain = FULL_STOP.matcher(plain).replaceAll("");
        plain = EQUALS.matcher(plain).replaceAll(" = ");
        plain = plain.replace('\u2212', '-');
        return options.isEmpty() ? Optional.of(freeText(plain)) : option(plain, options);
    }

    private static Optional<String> option(String output, List<String> options) {
        for (Pattern pattern : LETTER) {
            Matcher found = pattern.matcher(output);
            if (found.find()) {
                int index = LETTERS.indexOf(Character.toUpperCase(found.group(1).charAt(0)));
                if (index >= options.size()) {
                    return Optional.empty();
                }
                if (index >= 0) {
                    return Optional.of(options.get(index));
                }
            }
        }
        return Optional.of(mostSimilar(output, options));
    }

    private static String mostSimilar(String output, List<String> options) {
        String best = options.getFirst();
        double bestScore = similarity(best, output);
        for (String option : options) {
            double score = similarity(option, output);
            if (score > bestScore) {
                best = option;
                bestScore = score;
            }
        }
        return best;
    }

    private static double similarity(String option, String output) {
        if (option.equals(output)) {
            return 2;
        }
        if (option.indexOf(' ') < 0 && output.indexOf(' ') < 0) {
            return 0;
        }
        List<String> words = PythonText.split(option, " ");
        List<String> others = PythonText.split(output, " ");
        Set<String> common = new HashSet<>(words);
        common.retainAll(new HashSet<>(others));
        return common.size() / (double) Math.max(words.size(), others.size());
    }

    private static String freeText(String output) {
        Optional<String> found =
                last(SENTENCE, output)
                        .or(() -> firstThatMatches(BEFORE_A_RUN, output))
                        .or(() -> numbers(output))
                        .or(() -> last(TIME, output))
                        .or(() -> lastNumber(ANY_NUMBER, output));
        return found.map(TabMwpOutput::trimmed).orElse(output);
    }

    private static String trimmed(String found) {
        String answer = PythonText.strip(found);
        return answer.endsWith(".") && !answer.contains(".M.")
                ? answer.substring(0, answer.length() - 1)
                : answer;
    }

    private static Optional<String> firstThatMatches(List<Pattern> patterns, String output) {
        return patterns.stream().flatMap(pattern -> last(pattern, output).stream()).findFirst();
    }

    private static Optional<String> numbers(String output) {
        return NUMBERS.stream()
                .flatMap(pattern -> lastNumber(pattern, output).stream())
                .findFirst();
    }

    private static Optional<String> last(Pattern pattern, String output) {
        String last = null;
        for (Matcher found = pattern.matcher(output); found.find(); ) {
            last = found.group(1);
        }
        return Optional.ofNullable(last);
    }

    /**
     * The last run of number characters that has a digit, up to its last digit: what {@code
     * ([\-\d\$\.\,\/\:]{0,}[\d]+)} finds, without its backtracking.
     */
    private static Optional<String> lastNumber(Pattern pattern, String output) {
        String last = null;
        for (Matcher found = pattern.matcher(output); found.find(); ) {
            int end = afterLastDigit(found.group(1));
            if (end > 0) {
                last = found.group(1).substring(0, end);
            }
        }
        return Optional.ofNullable(last);
    }

    private static int afterLastDigit(String run) {
        int end = run.length();
        while (end > 0 && Character.getType(run.codePointBefore(end)) != DECIMAL_DIGIT) {
            end -= Character.charCount(run.codePointBefore(end));
        }
        return end;
    }

    private static final int DECIMAL_DIGIT = Character.DECIMAL_DIGIT_NUMBER;
}
