package dev.handaxe.worker;

import java.util.ArrayList;
import java.util.List;

/** Reads what GraalPy puts into the messages of its errors. Thread-safe. */
final class GuestMessages {
    private static final int MAX_QUOTED = 4;

    private GuestMessages() {}

    /**
     * The texts that a message quotes, as they were before {@code repr}. A scan and no expression:
     * the text is the guest's, and nothing about it may cost more than its length.
     */
    static List<String> quoted(String message) {
        List<String> texts = new ArrayList<>();
        int at = 0;
        while (at < message.length() && texts.size() < MAX_QUOTED) {
            char quote = message.charAt(at++);
            if (quote != '\'' && quote != '"') {
                continue;
            }
            StringBuilder text = new StringBuilder();
            while (at < message.length() && message.charAt(at) != quote) {
                if (message.charAt(at) == '\\' && at + 1 < message.length()) {
                    at++;
                }
                text.append(message.charAt(at++));
            }
            if (at < message.length()) {
                texts.add(text.toString());
                at++;
            }
        }
        return texts;
    }
}
