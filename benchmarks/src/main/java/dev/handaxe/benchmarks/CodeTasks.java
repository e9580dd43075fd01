package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.data.DataRecord;
import dev.handaxe.benchmarks.python.PythonLiteral;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Loads the data sets of code.
 *
 * @see DataSets#all()
 */
final class CodeTasks {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

    private static final Pattern CHECK = Pattern.compile("(?m)^def check\\(");

    private static final Map<String, Format> FORMATS = formats();

    private CodeTasks() {}

    private record Format(List<String> fileNames, Function<DataRecord, CodeTask> read) {}

    private static Map<String, Format> formats() {
        Map<String, Format> formats = new LinkedHashMap<>();
        formats.put("humaneval", new Format(List.of("HumanEval.jsonl"), CodeTasks::humanEval));
        formats.put("mbpp", new Format(List.of("mbpp.jsonl", "mbpp.json"), CodeTasks::mbpp));
        formats.put(
                "mbpp-sanitized",
                new Format(
                        List.of("sanitized-mbpp.json", "sanitized-mbpp.jsonl"), CodeTasks::mbpp));
        formats.put("cruxeval", new Format(List.of("cruxeval.jsonl"), CodeTasks::cruxEval));
        formats.put("jsonl", new Format(List.of(), CodeTasks::own));
        return formats;
    }

    /** The names that {@link #load} knows. */
    static List<String> names() {
        return List.copyOf(FORMATS.keySet());
    }

    /** Whether that data set numbers its tasks. */
    static boolean hasIntegerIds(String dataSet) {
        return dataSet.startsWith("mbpp");
    }

    /**
     * The tasks in the order of the file, by id.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file, line and field
     */
    static Map<String, CodeTask> load(String dataSet, Path data) {
        Format format = FORMATS.get(dataSet);
        if (format == null) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "'%s' is no data set that can be evaluated; there are %s"
                            .formatted(dataSet, String.join(", ", names())));
        }
        Path file = DataFiles.one(data, format.fileNames());
        Map<String, CodeTask> tasks = new LinkedHashMap<>();
        for (CodeTask task : DataFiles.all(file, unique(format.read()))) {
            tasks.put(task.id(), task);
        }
        return tasks;
    }

    private static Function<DataRecord, CodeTask> unique(Function<DataRecord, CodeTask> read) {
        Set<String> seen = new HashSet<>();
        return found -> {
            CodeTask task = read.apply(found);
            if (!seen.add(task.id())) {
                throw found.problem(
                        found.node().has("task_id") ? "task_id" : "id",
                        "is '" + task.id() + "' for the second time");
            }
            return task;
        };
    }

    private static CodeTask humanEval(DataRecord found) {
        return new CodeTask.HumanEval(
                found.id("task_id"),
                found.text("prompt"),
                identifier(found, found.text("entry_point")),
                found.text("test"),
                found.optionalText("canonical_solution"));
    }

    private static String identifier(DataRecord found, String name) {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw found.problem("entry_point", "is no Python identifier");
        }
        return name;
    }

    /** Tests that define {@code check} are called with the entry point, as HumanEval's are. */
    private static CodeTask own(DataRecord found) {
        String prompt = found.text("prompt");
        List<String> tests = new ArrayList<>();
        if (found.node().path("tests").isTextual()) {
            tests.add(found.text("tests"));
        } else {
            tests.addAll(found.texts("tests"));
        }
        if (tests.stream().allMatch(String::isBlank)) {
            throw found.problem("tests", "is empty");
        }
        Optional<String> entryPoint =
                found.optionalText("entry_point").map(name -> identifier(found, name));
        if (entryPoint.isPresent() && CHECK.matcher(String.join("\n", tests)).find()) {
            tests.add("check(" + entryPoint.get() + ")");
        }
        return new CodeTask.Own(
                found.id(found.oneOf("id", "task_id")),
                entryPoint.isPresent() ? prompt : "",
                tests,
                found.optionalText(found.oneOf("solution", "canonical_solution")));
    }

    private static CodeTask mbpp(DataRecord found) {
        List<String> tests = found.texts("test_list");
        if (tests.isEmpty()) {
            throw found.problem("test_list", "is empty");
        }
        List<String> setup = new ArrayList<>(found.optionalTexts("test_imports"));
        found.optionalText("test_setup_code").filter(code -> !code.isBlank()).ifPresent(setup::add);
        return new CodeTask.Mbpp(found.id("task_id"), found.optionalText("code"), setup, tests);
    }

    private static CodeTask cruxEval(DataRecord found) {
        String output = found.text("output");
        try {
            return new CodeTask.CruxEval(
                    found.id("id"),
                    found.text("code"),
                    found.text("input"),
                    output,
                    PythonLiteral.parse(output));
        } catch (PythonLiteral.Malformed e) {
            throw found.problem("output", "is no Python literal: " + e.getMessage());
        }
    }
}
