package dev.handaxe.optimizer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * When two answers count as the same in a vote, without knowing what is right: the last {@code
 * \boxed{}} or what follows the last {@code ####}, else the last line. Of that, letters' case,
 * spaces, Markdown and a leading "answer is" do not count; where it holds exactly one number, that
 * number alone does, as a value. Of a message whose last block of code defines something the answer
 * is that code, without comments and formatting. Too small a form splits votes, too wide a one
 * joins different answers; this one rather splits.
 */
final class AnswerForm {
    private static final int MOST_CHARS = 400;
    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(?:\\.\\d+)?");
    private static final Pattern LEAD =
            Pattern.compile("^(?:the )?(?:final )?answer(?: is)?\\s*[:=]?\\s*");

    private static final Pattern PROGRAM =
            Pattern.compile("(?m)^(?:def|async def|class) +[\\p{L}_]");

    private AnswerForm() {}

    /** The form; empty if the message has no answer. */
    static String of(String message) {
        List<String> blocks = Grader.OfCode.blocks(message);
        if (!blocks.isEmpty() && PROGRAM.matcher(blocks.getLast()).find()) {
            return CallLabel.sha256(PythonTokens.of(blocks.getLast()).toString());
        }
        String text = answer(message).toLowerCase(Locale.ROOT);
        text = text.replaceAll("[*_`$]", "").replaceAll("\\s+", " ").strip();
        text = LEAD.matcher(text).replaceFirst("").replaceAll("[.\\s]+$", "");
        if (text.length() > MOST_CHARS) {
            text = text.substring(text.length() - MOST_CHARS);
        }
        List<String> numbers = NUMBER.matcher(text).results().map(MatchResult::group).toList();
        return numbers.size() == 1 && !text.contains("/") && !text.contains("^")
                ? value(numbers.getFirst())
                : text;
    }

    private static String value(String number) {
        BigDecimal value = new BigDecimal(number.replace(",", ""));
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String answer(String message) {
        int boxed = message.lastIndexOf("\\boxed{");
        if (boxed >= 0) {
            return braced(message, boxed + "\\boxed{".length());
        }
        int marked = message.lastIndexOf("####");
        if (marked >= 0) {
            return message.substring(marked + "####".length())
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("");
        }
        return message.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line);
    }

    private static String braced(String message, int from) {
        int depth = 1;
        for (int at = from; at < message.length(); at++) {
            char c = message.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return message.substring(from, at);
            }
        }
        return message.substring(from);
    }
}
