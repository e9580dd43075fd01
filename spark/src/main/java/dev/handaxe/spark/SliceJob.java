package dev.handaxe.spark;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.EvaluationTasks.Given;
import dev.handaxe.benchmarks.SampleGrader;
import dev.handaxe.benchmarks.SampleGrader.Verdict;
import dev.handaxe.runtime.HandaxeException;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/**
 * What a task does with its samples, on an executor: one after the other gets its verdict.
 *
 * <p>Immutable.
 */
final class SliceJob implements FlatMapFunction<Iterator<Row>, Row>, Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<GradingKit> kit;
    private final LongAccumulator judged;

    SliceJob(Broadcast<GradingKit> kit, LongAccumulator judged) {
        this.kit = kit;
        this.judged = judged;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> samples) {
        ExecutorSandbox here = SandboxPlugin.here();
        TaskContext task = TaskContext.get();
        SampleGrader grader;
        try {
            grader = here.grader(kit.value());
        } catch (HandaxeException e) {
            throw Faults.carrying(e);
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return samples.hasNext();
            }

            @Override
            public Row next() {
                if (task.isInterrupted()) {
                    throw new TaskKilledException();
                }
                Row row = verdict(here, grader, samples.next());
                judged.add(1);
                return row;
            }
        };
    }

    private static Row verdict(ExecutorSandbox here, SampleGrader grader, Row sample) {
        try {
            Verdict verdict = grade(grader, sample);
            if (verdict.kind() == Kind.LOST) {
                // A machine that is out of memory or going down kills workers for no fault of the
                // guest.
                verdict = grade(grader, sample);
            }
            if (here.isClosing()) {
                throw new IllegalStateException("the executor is shutting down");
            }
            return row(sample, verdict);
        } catch (HandaxeException e) {
            throw Faults.carrying(e);
        }
    }

    private static Verdict grade(SampleGrader grader, Row sample) {
        long number = sample.getLong(0);
        int task = sample.getInt(1);
        return sample.isNullAt(2)
                ? grader.gradeReference(number, task)
                : grader.grade(number, Given.ofEscaped(task, sample.getString(2)));
    }

    private static Row row(Row sample, Verdict verdict) {
        return RowFactory.create(
                sample.getLong(0),
                sample.getInt(1),
                verdict.taskId(),
                verdict.kind().key(),
                verdict.kind() == Kind.PASSED,
                verdict.reason(),
                verdict.skipped(),
                verdict.together(),
                verdict.line());
    }
}
