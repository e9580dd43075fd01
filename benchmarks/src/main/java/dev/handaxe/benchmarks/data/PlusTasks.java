package dev.handaxe.benchmarks.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.PythonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Loads HumanEval+. */
public final class PlusTasks {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

    private PlusTasks() {}

    /**
     * The tasks in the order of the file, by id.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}, naming file, line and field
     */
    public static Map<String, PlusTask> read(Path data) {
        Path file = file(data);
        Map<String, PlusTask> tasks = new LinkedHashMap<>();
        DataFiles.each(
                file,
                found -> {
                    PlusTask task = task(found);
                    if (tasks.putIfAbsent(task.id(), task) != null) {
                        throw found.problem(
                                "task_id", "is '" + task.id() + "' for the second time");
                    }
                });
        if (tasks.isEmpty()) {
            throw new HandaxeException(Code.INVALID_INPUT, file + " line 1: has no records");
        }
        return tasks;
    }

    /**
     * The data set's file.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is none
     */
    public static Path file(Path data) {
        return DataFiles.one(
                data,
                List.of(
                        "HumanEvalPlus.jsonl",
                        "HumanEvalPlus-v0.1.10.jsonl",
                        "HumanEvalPlus-v0.1.9.jsonl"));
    }

    private static PlusTask task(DataRecord found) {
        String entryPoint = found.text("entry_point");
        if (!IDENTIFIER.matcher(entryPoint).matches()) {
            throw found.problem("entry_point", "is no Python identifier");
        }
        return new PlusTask(
                found.id("task_id"),
                entryPoint,
                new PlusTask.Code(found.text("prompt"), found.text("canonical_solution")),
                new PlusTask.Inputs(inputs(found, "base_input"), inputs(found, "plus_input")),
                atol(found));
    }

    private static double atol(DataRecord found) {
        JsonNode atol = found.node().path("atol");
        if (atol.isMissingNode() || atol.isNull()) {
            return 0;
        }
        if (!atol.isNumber() || !(atol.doubleValue() >= 0)) {
            throw found.problem("atol", "is no number from 0 on");
        }
        return atol.doubleValue();
    }

    private static List<List<PythonValue>> inputs(DataRecord found, String field) {
        JsonNode calls = found.node().path(field);
        if (!calls.isArray()) {
            throw found.problem(
                    field,
                    calls.isMissingNode() ? "is missing" : "is no list of lists of arguments");
        }
        List<List<PythonValue>> inputs = new ArrayList<>();
        for (JsonNode call : calls) {
            if (!call.isArray()) {
                throw found.problem(field, "[%d] is no list of arguments".formatted(inputs.size()));
            }
            List<PythonValue> arguments = new ArrayList<>();
            call.forEach(argument -> arguments.add(JsonValues.of(argument)));
            inputs.add(arguments);
        }
        return inputs;
    }
}
