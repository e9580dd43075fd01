package dev.handaxe.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.data.DataRecord;
import dev.handaxe.benchmarks.data.PlusTasks;
import dev.handaxe.benchmarks.python.PythonLiteral;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Loads the data sets of code.
 *
 * @see DataSets#all()
 */
final class CodeTasks {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

    private static final Pattern CHECK = Pattern.compile("(?m)^def check\\(");

    /** Its inputs are values, not code. */
    static final String HUMAN_EVAL_PLUS = "humanevalplus";

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
        formats.put(
                "cruxeval-input", new Format(List.of("cruxeval.jsonl"), CodeTasks::cruxEvalInput));
        formats.put("jsonl", new Format(List.of(), CodeTasks::own));
        return formats;
    }

    /** The names that {@link #load} knows. */
    static List<String> names() {
        return Stream.concat(FORMATS.keySet().stream(), Stream.of(HUMAN_EVAL_PLUS)).toList();
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
        if (dataSet.equals(HUMAN_EVAL_PLUS)) {
            Map<String, CodeTask> plus = new LinkedHashMap<>();
            PlusTasks.read(data)
                    .forEach((id, task) -> plus.put(id, new CodeTask.HumanEvalPlus(task)));
            return plus;
        }
        Map<String, CodeTask> tasks = new LinkedHashMap<>();
        for (CodeTask task : read(dataSet, data, (found, task) -> task)) {
            tasks.put(task.id(), task);
        }
        return tasks;
    }

    /**
     * Every task with the record that it was read from, made into something else, in the order of
     * the file.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file, line and field
     */
    static <T> List<T> read(String dataSet, Path data, BiFunction<DataRecord, CodeTask, T> use) {
        Function<DataRecord, CodeTask> unique = unique(format(dataSet).read());
        return DataFiles.all(file(dataSet, data), found -> use.apply(found, unique.apply(found)));
    }

    /**
     * The data set's file.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none
     */
    static Path file(String dataSet, Path data) {
        return dataSet.equals(HUMAN_EVAL_PLUS)
                ? PlusTasks.file(data)
                : DataFiles.one(data, format(dataSet).fileNames());
    }

    private static Format format(String dataSet) {
        Format format = FORMATS.get(dataSet);
        if (format == null) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "'%s' is no data set that can be evaluated; there are %s"
                            .formatted(dataSet, String.join(", ", names())));
        }
        return format;
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
                new CodeTask.HumanEval.TestCode(
                        identifier(found, found.text("entry_point")), found.text("test")),
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
        String start = entryPoint.isPresent() ? prompt : "";
        Optional<String> reference =
                found.optionalText(found.oneOf("solution", "canonical_solution"));
        String source = String.join("\n", tests);
        boolean check = entryPoint.isPresent() && CHECK.matcher(source).find();
        return new CodeTask.Own(
                found.id(found.oneOf("id", "task_id")),
                new CodeTask.Own.Code(
                        start, check ? source + "\ncheck(" + entryPoint.get() + ")" : source),
                reference,
                check
                        ? TaskTests.check(
                                start + reference.orElse("    pass\n"), source, entryPoint.get())
                        : TaskTests.statements("", source, entryPoint, reference),
                limits(found));
    }

    private static Map<LimitName, Long> limits(DataRecord found) {
        JsonNode limits = found.node().path("limits");
        if (limits.isMissingNode() || limits.isNull()) {
            return Map.of();
        }
        if (!limits.isObject()) {
            throw found.problem("limits", "is no object such as {\"cpu_ms\": 3000}");
        }
        Map<LimitName, Long> read = new EnumMap<>(LimitName.class);
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            LimitName name = limitName(found, limit.getKey());
            JsonNode value = limit.getValue();
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.longValue() < name.min()
                    || value.longValue() > name.max()) {
                throw found.problem(
                        "limits",
                        "has %s that is no integer from %d to %d"
                                .formatted(name.key(), name.min(), name.max()));
            }
            read.put(name, value.longValue());
        }
        return read;
    }

    private static LimitName limitName(DataRecord found, String key) {
        return LimitName.ofKey(key)
                .orElseThrow(
                        () ->
                                found.problem(
                                        "limits",
                                        "has the unknown limit '%s'"
                                                .formatted(OutcomeFormat.printable(key, 60))));
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
        return new CodeTask.CruxEval(
                found.id("id"),
                found.text("code"),
                found.text("input"),
                found.text("output"),
                output(found));
    }

    private static CodeTask cruxEvalInput(DataRecord found) {
        return new CodeTask.CruxEvalInput(
                found.id("id"), found.text("code"), found.text("input"), output(found));
    }

    private static PythonValue output(DataRecord found) {
        try {
            return PythonLiteral.parse(found.text("output"));
        } catch (PythonLiteral.Malformed e) {
            throw found.problem("output", "is no Python literal: " + e.getMessage());
        }
    }
}
