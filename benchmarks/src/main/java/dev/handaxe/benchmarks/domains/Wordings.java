package dev.handaxe.benchmarks.domains;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills patterns with values: {@code {n}} stands for the value {@code n}. The lines of a pattern
 * are one paragraph, but a value alone on its line keeps lines of its own. No locale has a say.
 *
 * <p>Confined to one thread.
 */
final class Wordings {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private final Map<String, String> values = new HashMap<>();

    /** A value, written as {@code toString} does. */
    Wordings with(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    /** The patterns with the values. */
    List<String> say(String... patterns) {
        return Arrays.stream(patterns).map(this::filled).toList();
    }

    private String filled(String pattern) {
        String text = "";
        boolean alone = true;
        for (String line : pattern.strip().lines().toList()) {
            boolean value = PLACE.matcher(line).matches();
            text += text.isEmpty() ? "" : alone || value ? "\n" : " ";
            text += PLACE.matcher(line).replaceAll(this::value);
            alone = value;
        }
        return text;
    }

    private String value(java.util.regex.MatchResult place) {
        String value = values.get(place.group(1));
        if (value == null) {
            throw new IllegalArgumentException("no value for " + place.group());
        }
        return Matcher.quoteReplacement(value);
    }

    /** {@code 1st}, {@code 12th}, {@code 23rd}. */
    static String ordinal(int number) {
        boolean teens = number / 10 % 10 == 1;
        return number
                + switch (teens ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }

    /** {@code a, b and c}. */
    static String list(List<?> items) {
        return joined(items, " and ");
    }

    /** {@code a, b or c}. */
    static String anyOf(List<?> items) {
        return joined(items, " or ");
    }

    private static String joined(List<?> items, String word) {
        int last = items.size() - 1;
        String end = items.get(last).toString();
        return last == 0
                ? end
                : items.subList(0, last).stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", "))
                        + word
                        + end;
    }

    /** Lines under a header. */
    static String table(String header, List<String> rows) {
        return header + "\n" + String.join("\n", rows);
    }
}
