package dev.handaxe.optimizer.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run wrote down about something, as names and texts, in order. It holds what later versions
 * of a run write, too: nothing has to be known of it to be shown.
 *
 * <p>Immutable.
 *
 * @param values texts by name; nested names are joined by a space, such as {@code interval low}
 */
public record Facts(Map<String, String> values) {
    /** Nothing was written down. */
    public static final Facts NONE = new Facts(Map.of());

    /** Copies. */
    public Facts {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The text of that name; empty also if it is blank. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
    }

    /** The number of that name, if it is one. */
    public OptionalDouble number(String name) {
        String text = values.getOrDefault(name, "");
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The same without those names. */
    public Facts without(String... names) {
        Map<String, String> left = new LinkedHashMap<>(values);
        for (String name : names) {
            left.remove(name);
        }
        return new Facts(left);
    }
}
