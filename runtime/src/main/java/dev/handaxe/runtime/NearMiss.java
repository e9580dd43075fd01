package dev.handaxe.runtime;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the name that was probably meant where an exception says that a name does not exist. */
final class NearMiss {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{1,60}");
    private static final Pattern MISSING =
            Pattern.compile(
                    "^(?:name|cannot access local variable|local variable) '(\\w+)'"
                            + "|unexpected keyword argument '(\\w+)'"
                            + "|^'(\\w+)' object has no attribute '(\\w+)'");
    private static final int OBJECT = 3;
    private static final int ATTRIBUTE = 4;
    private static final int MAX_CHARS = 60;
    private static final int MAX_NAMES = 5_000;

    private static final Set<String> BUILTINS =
            words(
                    """
                    abs all any ascii bin bool bytearray bytes callable chr complex dict dir divmod
                    enumerate filter float format frozenset getattr hasattr hash hex id input int
                    isinstance issubclass iter len list map max min next object oct ord pow print
                    range repr reversed round set slice sorted str sum super tuple type zip True
                    False None ValueError TypeError KeyError IndexError AttributeError
                    ZeroDivisionError RuntimeError NotImplementedError StopIteration Exception
                    """);

    private static final Map<String, Set<String>> ATTRIBUTES =
            Map.of(
                    "str",
                    words(
                            """
                            capitalize casefold center count encode endswith expandtabs find format
                            format_map index isalnum isalpha isascii isdecimal isdigit isidentifier
                            islower isnumeric isprintable isspace istitle isupper join ljust lower
                            lstrip maketrans partition removeprefix removesuffix replace rfind
                            rindex rjust rpartition rsplit rstrip split splitlines startswith strip
                            swapcase title translate upper zfill
                            """),
                    "list",
                    words(
                            """
                            append clear copy count extend index insert pop remove reverse sort
                            """),
                    "dict",
                    words(
                            """
                            clear copy fromkeys get items keys pop popitem setdefault update values
                            """),
                    "set",
                    words(
                            """
                            add clear copy difference difference_update discard intersection
                            intersection_update isdisjoint issubset issuperset pop remove
                            symmetric_difference union update
                            """),
                    "tuple",
                    words("count index"),
                    "int",
                    words(
                            """
                            as_integer_ratio bit_count bit_length conjugate denominator from_bytes
                            imag is_integer numerator real to_bytes
                            """),
                    "float",
                    words("as_integer_ratio conjugate fromhex hex imag is_integer real"),
                    "bytes",
                    words(
                            """
                            count decode endswith find fromhex hex index join lower replace split
                            startswith strip upper
                            """));

    private NearMiss() {}

    /** The nearest known name, if the exception is about a missing one and there is a near one. */
    static Optional<String> of(GuestError error, List<String> sources) {
        Matcher missing = MISSING.matcher(error.message());
        if (error.message().length() > 10 * MAX_CHARS || !missing.find()) {
            return Optional.empty();
        }
        String object = missing.group(OBJECT);
        if (object != null) {
            Set<String> attributes = ATTRIBUTES.get(object);
            return nearest(
                    missing.group(ATTRIBUTE), attributes == null ? names(sources) : attributes);
        }
        Set<String> names = names(sources);
        names.addAll(BUILTINS);
        error.traceback().forEach(frame -> frame.locals().forEach(l -> names.add(l.name())));
        return nearest(missing.group(1) != null ? missing.group(1) : missing.group(2), names);
    }

    private static Optional<String> nearest(String missing, Set<String> names) {
        if (missing.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String wanted = missing.toLowerCase(Locale.ROOT);
        int best = Math.max(1, missing.length() / 3) + 1;
        String nearest = null;
        for (String name : names) {
            if (name.equals(missing) || Math.abs(name.length() - missing.length()) >= best) {
                continue;
            }
            int distance = distance(wanted, name.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static Set<String> names(List<String> sources) {
        Set<String> names = new LinkedHashSet<>();
        for (String source : sources) {
            Matcher matcher = NAME.matcher(source);
            while (matcher.find() && names.size() < MAX_NAMES) {
                names.add(matcher.group());
            }
        }
        return names;
    }

    /** How many letters to add, drop, change or swap with the next one; for short words. */
    private static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            table[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            table[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(change, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, 1 + table[i - 2][j - 2]);
                }
                table[i][j] = best;
            }
        }
        return table[a.length()][b.length()];
    }

    private static Set<String> words(String text) {
        // In order, so that of two equally near names it is always the same one.
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(List.of(text.strip().split("\\s+"))));
    }
}
