package dev.handaxe.optimizer;

import dev.handaxe.optimizer.evidence.Excerpt;
import dev.handaxe.optimizer.evidence.FailureCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Training rollouts as the optimizer is shown them, in a bounded number of tokens whatever models
 * and guest code wrote: how functions were used, what earlier edits did, why tasks failed. Failures
 * are put together by cause; of each cause one is shown whole, with what happened inside its call
 * and the solved task most like it, and the others in a line each while there is room.
 *
 * <p>Tokens are estimated at four characters each. Thread-safe.
 */
final class Evidence {
    static final int CHARS_PER_TOKEN = 4;

    /** Of the whole room, what each of the sections before the exemplars may take. */
    private static final int SECTION_SHARE = 6;

    private static final int TITLE_LINE_CHARS = 400;
    private static final int LINE_CHARS = 800;
    private static final int SMALLEST_EXEMPLAR = 700;
    private static final int LARGEST_EXEMPLAR = 12_000;
    private static final int SHOWN_NUMBERS = 12;
    private static final int TITLE_CHARS = 240;
    private static final int SMALLEST_LIST = 160;

    private final Evaluation evaluation;
    private final List<FailureCluster> clusters;
    private final List<PastEdit> past;
    private final Function<FunctionCall, String> lineTrace;
    private final int maxChars;

    /**
     * Evidence of an evaluation.
     *
     * @param past edits to tell, the most telling first
     * @param lineTrace runs a call again and says what happened in it by line; empty if it cannot
     */
    Evidence(
            Evaluation evaluation,
            List<PastEdit> past,
            Function<FunctionCall, String> lineTrace,
            int maxTokens) {
        this.evaluation = evaluation;
        this.clusters = evaluation.failures();
        this.past = List.copyOf(past);
        this.lineTrace = lineTrace;
        this.maxChars = Math.multiplyExact(maxTokens, CHARS_PER_TOKEN);
    }

    String text() {
        Room room = new Room(maxChars);
        section(room, "# How functions were used with set A", FunctionUse.lines(evaluation));
        section(room, "# Edits that were tried before, the worst first", history());
        section(room, "# Why tasks failed with set A, the most frequent first", causes());
        exemplars(room);
        others(room);
        return room.text().strip();
    }

    /** A heading and lines, in a share of the room; lines that do not fit are counted. */
    private void section(Room room, String heading, List<String> lines) {
        Room part = new Room(Math.min(room.left(), maxChars / SECTION_SHARE));
        String none = lines.isEmpty() ? "None." : "";
        String gap = room.text().isEmpty() ? "" : "\n";
        if (!part.add(gap + heading + "\n\n" + none + (none.isEmpty() ? "" : "\n"))) {
            return;
        }
        fill(part, lines, " more are left out.");
        room.add(part.text());
    }

    private static void fill(Room room, List<String> lines, String leftOut) {
        int noteChars = leftOut.length() + 16;
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i + 1 == lines.size();
            String line = lines.get(i) + "\n";
            if (line.length() + (last ? 0 : noteChars) > room.left()) {
                room.add("(" + (lines.size() - i) + leftOut + ")\n");
                return;
            }
            room.add(line);
        }
    }

    private List<String> history() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < evaluation.rollouts().size(); i++) {
            numbers.putIfAbsent(evaluation.rollouts().get(i).taskId(), i + 1);
        }
        return past.stream()
                .map(edit -> "- " + Excerpt.oneLine(edit.line(numbers), LINE_CHARS))
                .toList();
    }

    private List<String> causes() {
        long tasks = evaluation.rollouts().stream().map(Rollout::taskId).distinct().count();
        List<String> lines = new ArrayList<>();
        for (FailureCluster cluster : clusters) {
            lines.add(
                    "%d. %s: %d of %d tasks, conversation %s"
                            .formatted(
                                    lines.size() + 1,
                                    Excerpt.oneLine(cluster.cause().title(), TITLE_LINE_CHARS),
                                    cluster.tasks(),
                                    tasks,
                                    numbers(cluster.members())));
        }
        return lines;
    }

    private static String numbers(List<Integer> members) {
        List<String> shown =
                members.stream().limit(SHOWN_NUMBERS).map(i -> String.valueOf(i + 1)).toList();
        int more = members.size() - shown.size();
        return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }

    /** Each cause has room by its share of the tasks; what one does not need is the next one's. */
    private void exemplars(Room room) {
        Exemplar exemplar = new Exemplar(evaluation, lineTrace);
        int tasks = clusters.stream().mapToInt(FailureCluster::tasks).sum();
        for (int i = 0; i < clusters.size(); i++) {
            FailureCluster cluster = clusters.get(i);
            long share = (long) room.left() * cluster.tasks() / tasks;
            int chars = (int) Math.clamp(share, SMALLEST_EXEMPLAR, (long) LARGEST_EXEMPLAR);
            if (room.left() < SMALLEST_EXEMPLAR) {
                return;
            }
            room.add(exemplar.text(i + 1, cluster, Math.min(chars, room.left())));
            tasks -= cluster.tasks();
        }
    }

    /** The failed conversations that were not shown, the most frequent cause first. */
    private void others(Room room) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            FailureCluster cluster = clusters.get(i);
            for (int index : cluster.members()) {
                if (index != cluster.exemplar()) {
                    lines.add(other(i + 1, index));
                }
            }
        }
        String heading = "\n# The other failed conversations: cause, question => answer\n\n";
        if (!lines.isEmpty() && heading.length() + SMALLEST_LIST < room.left()) {
            room.add(heading);
            fill(room, lines, " more are left out.");
        }
    }

    private String other(int cause, int index) {
        Rollout rollout = evaluation.rollouts().get(index);
        return "- conversation %d, cause %d: %s"
                .formatted(index + 1, cause, ConversationText.title(rollout, TITLE_CHARS));
    }
}
