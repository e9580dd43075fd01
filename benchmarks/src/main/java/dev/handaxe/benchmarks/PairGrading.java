package dev.handaxe.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.AnswerGrader.Judgement;
import dev.handaxe.benchmarks.data.DataFiles;
import dev.handaxe.benchmarks.data.DataRecord;
import dev.handaxe.benchmarks.data.RecordReader;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A file of pairs, each with what a grader says of it.
 *
 * <p>Immutable.
 *
 * @param grader the grader's name
 * @param judgements in the order of the file
 */
public record PairGrading(String grader, List<Judgement> judgements) {

    /** Copies. */
    public PairGrading {
        Objects.requireNonNull(grader);
        judgements = List.copyOf(judgements);
    }

    /**
     * Grades a JSONL file of {@code {"prediction", "gold", "unit"?, "choices"?}}; a prediction or
     * gold answer of {@code null} is a missing one.
     *
     * @throws HandaxeException if there is no such grader, it needs a sandbox, or the file is
     *     malformed (naming file, line and field)
     */
    public static PairGrading of(String grader, Path pairs) {
        return of(grader, AnswerGrader.of(grader), pairs);
    }

    /**
     * The same with a sandbox for the grader that needs one; see {@link AnswerGrader#of(String,
     * Sandbox)}.
     *
     * @throws HandaxeException as above, or if the host cannot run the sandbox
     */
    public static PairGrading of(String grader, Path pairs, Sandbox sandbox) {
        try (AnswerGrader rule = AnswerGrader.of(grader, sandbox)) {
            return of(grader, rule, pairs);
        }
    }

    private static PairGrading of(String name, AnswerGrader grader, Path pairs) {
        return new PairGrading(
                name, DataFiles.all(pairs, found -> grader.grade(pair(found, name))));
    }

    /** What {@code arc} compares is JSON, which a file may have as such or as text. */
    private static AnswerGrader.Pair pair(DataRecord found, String grader) {
        for (String field : List.of("prediction", "gold")) {
            if (!found.node().has(field)) {
                throw found.problem(field, "is missing");
            }
        }
        boolean json = grader.equals("arc");
        return new AnswerGrader.Pair(
                json ? found.optionalJson("prediction") : found.optionalScalar("prediction"),
                json ? found.optionalJson("gold") : found.optionalScalar("gold"),
                found.optionalText("unit"),
                found.optionalTexts("choices"));
    }

    /** How many are right. */
    public long correct() {
        return judgements.stream().filter(Judgement::isCorrect).count();
    }

    /** How many are not decided. */
    public long undecided() {
        return judgements.stream().filter(judgement -> judgement.correct().isEmpty()).count();
    }

    /** One compact JSON object, as {@code handaxe grade --json} prints it. */
    public String json() {
        ObjectNode json = RecordReader.JSON.createObjectNode();
        json.put("grader", grader);
        json.put("correct", correct());
        var verdicts = json.putArray("verdicts");
        for (Judgement judgement : judgements) {
            verdicts.addObject()
                    .put("correct", judgement.correct().orElse(null))
                    .put("reason", judgement.reason());
        }
        return json.toString();
    }
}
