package dev.handaxe.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as options give them: {@code 500ms}, {@code 30s} or {@code 30}, {@code 2m}, {@code 1h}.
 */
final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

    private DurationText() {}

    /**
     * Reads one.
     *
     * @throws UsageException if it has another form, or is no time at all
     */
    static Duration parse(String option, String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            String unit = form.group(2) == null ? "s" : form.group(2);
            Duration duration =
                    switch (unit) {
                        case "ms" -> Duration.ofMillis(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofSeconds(number);
                    };
            if (duration.isPositive()) {
                return duration;
            }
        }
        throw new UsageException(
                option + ": '" + text + "' is no duration such as 500ms, 120s, 2m or 1h");
    }
}
