package dev.handaxe.optimizer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as words and numbers in their plain form, for comparing what two texts say whatever their
 * punctuation: {@code "1,200 Apples"}, {@code 1200_apples} and {@code ["1200.0", "apples"]} are
 * alike.
 */
final class TaskText {
    /** In prose a comma groups digits, in code it parts numbers. */
    private static final Pattern PROSE =
            Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d[\\d_]*(?:\\.\\d+)?|\\p{L}+");

    private static final Pattern CODE = Pattern.compile("\\d[\\d_]*(?:\\.\\d+)?|\\p{L}+");
    private static final int MAX_NUMBER_CHARS = 200;
    private static final int LONG_DIGITS = 5;

    /** Long numbers that code has for reasons of its own. */
    private static final Set<String> COMMON =
            Set.of(
                    ("31536000 86400 604800 65535 65536 16777216 2147483647 2147483648 4294967295"
                                    + " 4294967296 9223372036854775807 18446744073709551616"
                                    + " 1000000007 998244353 299792458 3.1416 2.7183 1.4142 1.7321"
                                    + " 1.60934 1.609344 0.621371 0.62137 2.20462 0.453592"
                                    + " 0.45359237 3.28084 28.3495 365.25 365.2425 273.15 9.80665"
                                    + " 8.314 6.674 12345 123456 1234567 12345678 123456789"
                                    + " 1234567890 0.00001 0.000001 99999 999999 9999999 99999999"
                                    + " 999999999")
                            .split(" "));

    private static final List<String> CONSTANTS =
            List.of("3.14159265358979323846", "2.71828182845904523536", "1.41421356237309504880");

    private TaskText() {}

    /**
     * A word or number of a text.
     *
     * @param text lower case, numbers without grouping and trailing zeros
     * @param line from 1
     */
    record Token(String text, int line) {
        boolean number() {
            return Character.isDigit(text.charAt(0));
        }

        /** Not one of the short words and numbers that every text has. */
        boolean content() {
            return number() ? text.length() >= 2 : text.length() >= 4;
        }

        /** A number that two texts do not share by chance. */
        boolean longNumber() {
            return number() && isLong(text);
        }
    }

    static List<Token> prose(String text) {
        return tokens(PROSE, text);
    }

    static List<Token> code(String text) {
        return tokens(CODE, text);
    }

    private static List<Token> tokens(Pattern pattern, String text) {
        List<Token> tokens = new ArrayList<>();
        int line = 1;
        int seen = 0;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (; seen < matcher.start(); seen++) {
                line += text.charAt(seen) == '\n' ? 1 : 0;
            }
            tokens.add(new Token(plain(matcher.group()), line));
        }
        return tokens;
    }

    private static String plain(String token) {
        if (!Character.isDigit(token.charAt(0))) {
            return token.toLowerCase(Locale.ROOT);
        }
        String digits = token.replace(",", "").replace("_", "");
        try {
            return digits.length() > MAX_NUMBER_CHARS
                    ? digits
                    : new BigDecimal(digits).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException _) {
            return digits; // digits of another script
        }
    }

    private static boolean isLong(String number) {
        String significant =
                number.replace(".", "").replaceFirst("^0+", "").replaceFirst("0+$", "");
        return significant.length() >= LONG_DIGITS
                && !COMMON.contains(number)
                && CONSTANTS.stream().noneMatch(constant -> constant.startsWith(number));
    }
}
