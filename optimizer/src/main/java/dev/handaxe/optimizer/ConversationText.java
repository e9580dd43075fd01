package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.evidence.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation as the optimizer is shown it: quoted line by line, so that what models and guest
 * code wrote cannot pass for a heading of ours, and cut in the middle to a bound.
 *
 * <p>Thread-safe.
 */
final class ConversationText {
    private static final int SMALLEST = 200;
    private static final int TITLE_CHARS = 120;

    private ConversationText() {}

    /** The conversation, quoted, in at most that many characters. */
    static String of(Rollout rollout, int maxChars) {
        return quoted(text(rollout, maxChars), maxChars);
    }

    /** The conversation with each message cut to a part of that many characters. */
    static String text(Rollout rollout, int maxChars) {
        int part = Math.max(SMALLEST, maxChars / 3);
        StringBuilder text = new StringBuilder();
        for (Message message : rollout.messages()) {
            switch (message) {
                case Message.Instructions _ -> {}
                case Message.User said -> say(text, "task: ", said.text(), part);
                case Message.Assistant said -> {
                    if (!said.text().isBlank()) {
                        say(text, "agent: ", said.text().strip(), part);
                    }
                    for (ToolCall call : said.calls()) {
                        say(
                                text,
                                "agent calls " + name(call.name()) + " with ",
                                call.arguments(),
                                part);
                    }
                }
                case Message.ToolResult result ->
                        say(text, name(result.name()) + " gives: ", result.text(), part);
            }
        }
        return text.toString();
    }

    /** What was asked and answered, in one line. */
    static String title(Rollout rollout, int maxChars) {
        int half = Math.max(40, maxChars / 2 - 8);
        return Excerpt.oneLine(rollout.question(), half)
                + " => "
                + Excerpt.oneLine(rollout.finalMessage(), Math.min(TITLE_CHARS, half));
    }

    /** Printable text, each line behind a bar; of what is too long the middle is left out. */
    static String quoted(String text, int maxChars) {
        int widest = Math.max(40, maxChars / 3);
        List<String> lines =
                text.lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> "| " + Excerpt.shortened(line.stripTrailing(), widest))
                        .toList();
        int all = lines.stream().mapToInt(line -> line.length() + 1).sum();
        return all <= maxChars ? String.join("\n", lines) : withoutMiddle(lines, maxChars);
    }

    private static String withoutMiddle(List<String> lines, int maxChars) {
        int room = maxChars - 40;
        List<String> kept = new ArrayList<>();
        int head = 0;
        int used = 0;
        while (head < lines.size() && used + lines.get(head).length() + 1 <= room / 2) {
            used += lines.get(head).length() + 1;
            kept.add(lines.get(head++));
        }
        int tail = lines.size();
        while (tail > head && used + lines.get(tail - 1).length() + 1 <= room) {
            used += lines.get(--tail).length() + 1;
        }
        kept.add("| [... " + (tail - head) + " lines left out ...]");
        kept.addAll(lines.subList(tail, lines.size()));
        return String.join("\n", kept);
    }

    private static void say(StringBuilder text, String who, String said, int maxChars) {
        text.append(who).append(Excerpt.shortened(said, maxChars)).append('\n');
    }

    private static String name(String tool) {
        return Excerpt.oneLine(tool, 80);
    }
}
