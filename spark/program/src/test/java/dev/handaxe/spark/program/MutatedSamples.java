package dev.handaxe.spark.program;

import dev.handaxe.benchmarks.data.DataFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Samples made from the reference solutions of HumanEval: a quarter as they are, the others with
 * one seeded change that a model could have made. Confined to one thread.
 */
final class MutatedSamples {
    private static final Map<String, String> SWAPS =
            Map.of(
                    " + ", " - ", " - ", " + ", " * ", " + ", " == ", " != ", " < ", " <= ", " > ",
                    " >= ", " and ", " or ", "True", "False", "False", "True", " % ", " // ");

    private static final Pattern CHANGEABLE =
            Pattern.compile(
                    " [+*%-] | == | [<>] | and |\\bTrue\\b|\\bFalse\\b|(?<![\\w.])\\d+(?![\\w.])");

    private MutatedSamples() {}

    /** Writes so many, spread evenly over the tasks, the same for the same seed. */
    static void write(Path humanEval, Path file, int count, RandomGenerator random)
            throws IOException {
        List<String> ids = new ArrayList<>();
        List<String> solutions = new ArrayList<>();
        DataFiles.each(
                humanEval,
                task -> {
                    ids.add(task.text("task_id"));
                    solutions.add(task.text("canonical_solution"));
                });
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                int task = i % ids.size();
                String code = solutions.get(task);
                String sample = i % 4 == 0 ? code : mutated(code, random);
                out.write(
                        "{\"task_id\": %s, \"completion\": %s}\n"
                                .formatted(
                                        quoted(ids.get(task)), quoted(sample + "# " + i + "\n")));
            }
        }
    }

    /** One place of a line that does not loop by a condition, which could make it hang. */
    private static String mutated(String code, RandomGenerator random) {
        List<int[]> places = new ArrayList<>();
        Matcher matcher = CHANGEABLE.matcher(code);
        while (matcher.find()) {
            int start = code.lastIndexOf('\n', matcher.start()) + 1;
            int end = code.indexOf('\n', matcher.start());
            String line = code.substring(start, end < 0 ? code.length() : end);
            if (!line.contains("while") && !line.contains("= 1")) {
                places.add(new int[] {matcher.start(), matcher.end()});
            }
        }
        if (places.isEmpty()) {
            return "    return None\n";
        }
        int[] place = places.get(random.nextInt(places.size()));
        String old = code.substring(place[0], place[1]);
        String changed =
                SWAPS.containsKey(old)
                        ? SWAPS.get(old)
                        : Long.toString(Long.parseLong(old) + (random.nextBoolean() ? 1 : -1));
        return code.substring(0, place[0]) + changed + code.substring(place[1]);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
