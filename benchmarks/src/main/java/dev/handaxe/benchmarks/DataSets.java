package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.DataSetInfo.Use;
import dev.handaxe.benchmarks.data.MathTasks;
import dev.handaxe.benchmarks.data.OwnTasks;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data sets that Handaxe reads. None but the demo ships with it: the others are read from a
 * path.
 *
 * <pre>{@code
 * TaskData data = DataSets.tasks("gsm8k", Optional.of(Path.of("gsm8k")), Optional.empty());
 * Splits splits = data.draw(100, 50, 100, 7);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class DataSets {
    private static final Set<Use> EVALUATE = Set.of(Use.EVALUATE);
    private static final Set<Use> TRAIN = Set.of(Use.TRAIN);
    private static final String MBPP_ORIGIN =
            "Google Research, 'Program Synthesis with Large Language Models' (2021)";

    private static final List<DataSetInfo> ALL =
            List.of(
                    new DataSetInfo(
                            "humaneval",
                            EVALUATE,
                            "HumanEval.jsonl(.gz), or any file of its shape: task_id, prompt,"
                                    + " canonical_solution, test, entry_point; 164 tasks",
                            "OpenAI, github.com/openai/human-eval",
                            "MIT"),
                    new DataSetInfo(
                            "mbpp",
                            EVALUATE,
                            "mbpp.jsonl: task_id, text, code, test_list, test_setup_code; 974 tasks",
                            MBPP_ORIGIN,
                            "CC-BY-4.0"),
                    new DataSetInfo(
                            "mbpp-sanitized",
                            EVALUATE,
                            "sanitized-mbpp.json: the part checked by hand, a JSON array with"
                                    + " test_imports; 427 tasks",
                            MBPP_ORIGIN,
                            "CC-BY-4.0"),
                    new DataSetInfo(
                            "cruxeval",
                            EVALUATE,
                            "cruxeval.jsonl: id, code, input, output; 800 tasks; the value of"
                                    + " f(input) is compared outside the guest",
                            "Meta, github.com/facebookresearch/cruxeval",
                            "MIT"),
                    new DataSetInfo(
                            "gsm8k",
                            TRAIN,
                            "a folder with train.jsonl and test.jsonl, or one file: question, and"
                                    + " answer ending in '#### number'; 7,473 and 1,319 tasks",
                            "OpenAI, github.com/openai/grade-school-math",
                            "MIT"),
                    new DataSetInfo(
                            "math",
                            TRAIN,
                            "a folder with train/ and test/ of SUBJECT.jsonl each, or one file:"
                                    + " question, answer (final form or with \\boxed{}), level;"
                                    + " seven subjects, 7,500 and 5,000 tasks",
                            "Hendrycks et al., 'Measuring Mathematical Problem Solving With the"
                                    + " MATH Dataset' (2021)",
                            "MIT; the problems' texts have other owners"),
                    new DataSetInfo(
                            "jsonl",
                            TRAIN,
                            "one file of your own: id, question, answer, and optionally grader ("
                                    + String.join(", ", AnswerGrader.names())
                                    + ", numeric:TOLERANCE; exact if absent) and split (train,"
                                    + " validation, test; train if absent)",
                            "yours",
                            "yours"),
                    new DataSetInfo(
                            "demo",
                            TRAIN,
                            "nothing: 30 tasks that need computing ship with Handaxe",
                            "written for Handaxe",
                            "Apache-2.0"));

    private DataSets() {}

    /** All of them. */
    public static List<DataSetInfo> all() {
        return ALL;
    }

    /**
     * The tasks of a data set to train on.
     *
     * @param data its file or folder; {@code demo} takes none
     * @param subject for {@code math}: which of its files
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is no such data set or its
     *     data is missing or malformed, naming file, line and field
     */
    public static TaskData tasks(String name, Optional<Path> data, Optional<String> subject) {
        if (subject.isPresent() && !name.equals("math")) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "'" + name + "' has no subjects; math has");
        }
        return switch (name) {
            case "gsm8k" -> MathTasks.gsm8k(needed(name, data));
            case "math" -> MathTasks.math(needed(name, data), subject);
            case "jsonl" -> OwnTasks.read(needed(name, data));
            case "demo" -> {
                if (data.isPresent()) {
                    throw new HandaxeException(
                            Code.INVALID_INPUT, "'demo' ships with Handaxe and takes no data");
                }
                yield OwnTasks.demo();
            }
            default ->
                    throw new HandaxeException(
                            Code.INVALID_INPUT,
                            "'%s' is no data set to train on; there are %s"
                                    .formatted(name, String.join(", ", namesFor(Use.TRAIN))));
        };
    }

    private static Path needed(String name, Optional<Path> data) {
        return data.orElseThrow(
                () ->
                        new HandaxeException(
                                Code.INVALID_INPUT,
                                "'"
                                        + name
                                        + "' does not ship with Handaxe: say where its data is"));
    }

    private static List<String> namesFor(Use use) {
        return ALL.stream()
                .filter(info -> info.uses().contains(use))
                .map(DataSetInfo::name)
                .toList();
    }
}
