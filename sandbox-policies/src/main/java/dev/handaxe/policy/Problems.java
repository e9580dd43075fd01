package dev.handaxe.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong with one policy, each with its place. Confined to one thread. */
final class Problems {
    private static final int MAX_PROBLEMS = 50;
    private static final int MAX_SHOWN_CHARS = 300;

    private final String where;
    private final List<String> found = new ArrayList<>();

    /**
     * @param where the file or preset, ready to be shown
     */
    Problems(String where) {
        this.where = where;
    }

    /** One more, at a JSON pointer; the message says what would be right. */
    void add(String pointer, String message) {
        found.add(where + ": " + pointer + ": " + message);
    }

    /** What another file has wrong, places and all. */
    void addAll(List<String> told) {
        found.addAll(told);
    }

    /** A fault that leaves nothing to look for. */
    PolicyException fault(String message) {
        return new PolicyException(List.of(where + ": " + message));
    }

    /**
     * Passes if there are none.
     *
     * @throws PolicyException with all that were found, up to a bound
     */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        int shown = Math.min(found.size(), MAX_PROBLEMS);
        List<String> told = new ArrayList<>(found.subList(0, shown));
        if (shown < found.size()) {
            told.add(where + ": " + (found.size() - shown) + " more problems");
        }
        throw new PolicyException(told);
    }

    /** The pointer of a key below another pointer. */
    static String step(String pointer, String key) {
        return pointer + "/" + shown(key.replace("~", "~0").replace("/", "~1"));
    }

    static String join(Collection<String> words) {
        return String.join(", ", words);
    }

    /** Text from outside as part of one line: what could move a cursor or hide text is escaped. */
    static String shown(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(MAX_SHOWN_CHARS)
                .forEach(
                        c -> {
                            switch (Character.getType(c)) {
                                case Character.CONTROL,
                                        Character.FORMAT,
                                        Character.SURROGATE,
                                        Character.LINE_SEPARATOR,
                                        Character.PARAGRAPH_SEPARATOR ->
                                        out.append("\\u%04x".formatted(c));
                                default -> out.appendCodePoint(c);
                            }
                        });
        return text.codePointCount(0, text.length()) > MAX_SHOWN_CHARS
                ? out.append("...").toString()
                : out.toString();
    }
}
