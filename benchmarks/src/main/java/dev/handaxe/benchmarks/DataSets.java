package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.DataSetInfo.Use;
import dev.handaxe.benchmarks.data.ArcTasks;
import dev.handaxe.benchmarks.data.Gsm8kTasks;
import dev.handaxe.benchmarks.data.MathTasks;
import dev.handaxe.benchmarks.data.OwnTasks;
import dev.handaxe.benchmarks.data.TabMwpTasks;
import dev.handaxe.benchmarks.domains.Domain;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data sets that Handaxe knows. The demo ships with it, the {@link Domain domains} are made by
 * its code, the others are read from a path.
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
    private static final Set<Use> TRAIN_AND_EVALUATE = Set.of(Use.TRAIN, Use.EVALUATE);
    private static final Set<String> WITH_SUBJECTS = Set.of("math", "math500");
    private static final String MATH_ORIGIN =
            "Hendrycks et al., 'Measuring Mathematical Problem Solving With the MATH Dataset'"
                    + " (2021)";
    private static final String MBPP_ORIGIN =
            "Google Research, 'Program Synthesis with Large Language Models' (2021)";

    private static final String OUR_ORIGIN = "written for Handaxe";
    private static final String OUR_LICENCE = "Apache-2.0";

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
                            "humanevalplus",
                            EVALUATE,
                            "HumanEvalPlus.jsonl(.gz): task_id, prompt, entry_point,"
                                    + " canonical_solution, base_input, plus_input, atol; 164"
                                    + " tasks; expected values are those of the reference solution;"
                                    + " the loader is tested with a miniature of the format",
                            "EvalPlus, github.com/evalplus/humanevalplus_release",
                            "Apache-2.0"),
                    new DataSetInfo(
                            "mbpp",
                            EVALUATE,
                            "mbpp.jsonl: task_id, text, code, test_list, test_setup_code; 974"
                                    + " tasks",
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
                            "cruxeval-input",
                            EVALUATE,
                            "the same cruxeval.jsonl; a sample is a call f(...) that has the"
                                    + " output",
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
                            "a folder with train/ and test/ of SUBJECT.jsonl or SUBJECT/NUMBER.json"
                                    + " each, or one file: question or problem; answer (final form"
                                    + " or with \\boxed{}) or solution; level; seven subjects,"
                                    + " 7,500 and 5,000 tasks; splits keep subjects and levels in"
                                    + " proportion",
                            MATH_ORIGIN,
                            "MIT; the problems' texts have other owners"),
                    new DataSetInfo(
                            "math500",
                            TRAIN,
                            "math500.jsonl, or a JSON array: problem, question or prompt; answer;"
                                    + " and perhaps subject and level; 500 tasks, from which every"
                                    + " split is drawn",
                            "Lightman et al., 'Let's Verify Step by Step' (2023): 500 test problems"
                                    + " of MATH",
                            "MIT; the problems' texts have other owners"),
                    new DataSetInfo(
                            "tabmwp",
                            TRAIN,
                            "a folder with problems_train.json, problems_dev.json (or _dev1k) and"
                                    + " problems_test.json (or _test1k), as far as they are there,"
                                    + " or one of them: an object of question, table, table_title,"
                                    + " choices, answer, unit, ques_type, ans_type, grade; 23,059,"
                                    + " 7,686 and 7,686 tasks; with one file every split is drawn"
                                    + " from it",
                            "Lu et al., 'Dynamic Prompt Learning via Policy Gradient' (2023),"
                                    + " github.com/lupantech/PromptPG",
                            "CC-BY-NC-SA-4.0"),
                    new DataSetInfo(
                            "arc",
                            TRAIN,
                            "a folder with training/ and evaluation/, or a folder of JSON, one task"
                                    + " a file: train and test, each a list of input and output"
                                    + " grids; 400 and 400 tasks; the loader is tested with"
                                    + " miniatures of the format",
                            "Chollet, 'On the Measure of Intelligence' (2019),"
                                    + " github.com/fchollet/ARC",
                            "Apache-2.0"),
                    new DataSetInfo(
                            "jsonl",
                            TRAIN_AND_EVALUATE,
                            "one file of your own. To train: id, question, answer, and optionally"
                                    + " grader ("
                                    + String.join(", ", AnswerRule.names())
                                    + ", numeric:TOLERANCE; exact if absent), unit, choices,"
                                    + " stratum (splits keep strata in proportion) and split"
                                    + " (train, validation, test; train if absent). To evaluate:"
                                    + " id, prompt, tests (a text or a list), and optionally"
                                    + " entry_point, solution and limits",
                            "yours",
                            "yours"),
                    new DataSetInfo(
                            "demo",
                            TRAIN,
                            "nothing: 30 tasks that need computing ship with Handaxe",
                            OUR_ORIGIN,
                            OUR_LICENCE),
                    generated(Domain.NUMBERS, "number theory and counting in large ranges: "),
                    generated(
                            Domain.TABLES,
                            "tables with footnotes and rounding, two of them to join: "),
                    generated(
                            Domain.CALENDAR,
                            "long spans of dates, clocks in two places, shifts, mixed units: "));

    private static DataSetInfo generated(Domain domain, String about) {
        return new DataSetInfo(
                domain.dataSet(),
                TRAIN,
                "nothing: generated here, 60 tasks or as many as are asked for; "
                        + about
                        + String.join(", ", domain.kinds())
                        + "; splits keep these kinds in proportion",
                "generated by Handaxe's own code",
                OUR_LICENCE);
    }

    private DataSets() {}

    /** All of them. */
    public static List<DataSetInfo> all() {
        return ALL;
    }

    /**
     * The tasks of a data set to train on.
     *
     * @param data its file or folder; {@code demo} and the domains take none
     * @param subject for {@code math} and {@code math500}: one of the seven
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is no such data set or its
     *     data is missing or malformed, naming file, line and field
     */
    public static TaskData tasks(String name, Optional<Path> data, Optional<String> subject) {
        if (subject.isPresent() && !WITH_SUBJECTS.contains(name)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "'" + name + "' has no subjects; math and math500 have");
        }
        return switch (name) {
            case "gsm8k" -> Gsm8kTasks.read(needed(name, data));
            case "math" -> MathTasks.math(needed(name, data), subject);
            case "math500" -> MathTasks.math500(needed(name, data), subject);
            case "tabmwp" -> TabMwpTasks.read(needed(name, data));
            case "arc" -> ArcTasks.read(needed(name, data));
            case "jsonl" -> OwnTasks.read(needed(name, data));
            case "demo" -> {
                takesNone(name, data);
                yield OwnTasks.demo();
            }
            default -> {
                TaskData made = generated(name, Domain.USUAL_SIZE);
                takesNone(name, data);
                yield made;
            }
        };
    }

    /**
     * As many tasks as are asked for of a data set that is made by code: those of {@link #tasks}
     * first.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if there is no such data set, or for
     *     a size that is not from 1 to 10,000
     */
    public static TaskData generated(String name, int size) {
        return Domain.named(name)
                .map(domain -> domain.tasks(size, Domain.USUAL_SEED))
                .orElseThrow(
                        () ->
                                new HandaxeException(
                                        Code.INVALID_INPUT,
                                        "'%s' is no data set to train on; there are %s"
                                                .formatted(
                                                        name,
                                                        String.join(", ", namesFor(Use.TRAIN)))));
    }

    private static void takesNone(String name, Optional<Path> data) {
        if (data.isPresent()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "'" + name + "' ships with Handaxe and takes no data");
        }
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
