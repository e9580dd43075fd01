package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.Exam.Question;
import dev.handaxe.benchmarks.Exam.Ruling;
import dev.handaxe.benchmarks.data.PlusTask;
import dev.handaxe.benchmarks.grading.EvalPlusRule;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;

/**
 * What the reference solutions of HumanEval+ return, found by running each once, and the exams made
 * of it. The limits are EvalPlus's: for each input the larger of 4 seconds and four times what the
 * reference took, for a sample the sum of that, at most a minute, and a second.
 *
 * <p>Thread-safe.
 */
final class PlusAnswers {
    private static final long MIN_NANOS = Duration.ofSeconds(4).toNanos();
    private static final int TIMES_REFERENCE = 4;
    private static final long MAX_SAMPLE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long MORE_MS = 1000;

    private final ExamRoom room;
    private final ExecutionPolicy policy;
    private final Map<String, FutureTask<Answers>> byTask = new ConcurrentHashMap<>();

    PlusAnswers(ExamRoom room, ExecutionPolicy policy) {
        this.room = room;
        this.policy = policy;
    }

    /** One value, and how long it took. */
    record Answer(PythonValue value, long nanos) {
        long allowedNanos() {
            return Math.max(MIN_NANOS, TIMES_REFERENCE * nanos);
        }
    }

    /**
     * All of a task.
     *
     * @param problem why there are fewer than inputs; empty if there are not
     */
    record Answers(List<Answer> list, String problem) {
        /** Copies. */
        Answers {
            list = List.copyOf(list);
        }

        boolean areComplete() {
            return problem.isEmpty();
        }
    }

    /** The answers of that task; the first to ask has the reference run, others wait. */
    Answers of(PlusTask task) {
        FutureTask<Answers> mine = new FutureTask<>(() -> run(task));
        FutureTask<Answers> first = byTask.putIfAbsent(task.id(), mine);
        if (first == null) {
            mine.run();
        }
        return Awaited.of(first == null ? mine : first);
    }

    /** A worker that is lost is no fault of the reference: it is tried again once. */
    private Answers run(PlusTask task) {
        return attempt(task)
                .or(() -> attempt(task))
                .orElseGet(
                        () ->
                                new Answers(
                                        List.of(),
                                        "the reference solution's worker was lost twice"));
    }

    private Optional<Answers> attempt(PlusTask task) {
        List<Answer> list = new ArrayList<>();
        List<ListExam.Step> steps =
                inputs(task).stream()
                        .map(
                                input ->
                                        new ListExam.Step(
                                                question(task, input),
                                                (value, nanos) -> {
                                                    list.add(new Answer(value, nanos));
                                                    return Optional.empty();
                                                }))
                        .toList();
        ListExam exam = new ListExam(steps);
        String source = task.code().prompt() + task.code().reference();
        Outcome outcome = room.take(source, exam, policy);
        if (exam.ruling().equals(Optional.of(Ruling.PASSED))) {
            return Optional.of(new Answers(list, ""));
        }
        return outcome instanceof Outcome.Lost
                ? Optional.empty()
                : Optional.of(
                        new Answers(
                                List.of(),
                                "the reference solution gives no answer to input %d (%s)"
                                        .formatted(
                                                list.size() + 1,
                                                OutcomeFormat.printable(outcome.kind(), 80))));
    }

    /** The policy for a sample: no more wall time than EvalPlus allows it. */
    ExecutionPolicy limited(Answers answers) {
        long nanos = 0;
        for (Answer answer : answers.list()) {
            nanos = Math.min(MAX_SAMPLE_NANOS, nanos + answer.allowedNanos());
        }
        long wall = Duration.ofNanos(nanos).toMillis() + MORE_MS;
        return policy.with(
                LimitName.WALL_MS, Math.min(wall, policy.limits().get(LimitName.WALL_MS)));
    }

    /** A new exam for one sample. */
    static ListExam exam(PlusTask task, Answers answers) {
        EvalPlusRule rule = new EvalPlusRule(task.entryPoint(), task.atol());
        List<ListExam.Step> steps = new ArrayList<>();
        int base = task.inputs().base().size();
        List<List<PythonValue>> inputs = inputs(task);
        for (int i = 0; i < inputs.size(); i++) {
            List<PythonValue> input = inputs.get(i);
            Answer answer = answers.list().get(i);
            String name = i < base ? "base input " + (i + 1) : "plus input " + (i - base + 1);
            steps.add(
                    new ListExam.Step(
                            question(task, input),
                            (value, nanos) -> problem(rule, input, value, answer, nanos, name)));
        }
        return new ListExam(steps);
    }

    private static Optional<Ruling> problem(
            EvalPlusRule rule,
            List<PythonValue> input,
            PythonValue value,
            Answer answer,
            long nanos,
            String name) {
        if (nanos > answer.allowedNanos()) {
            return Optional.of(
                    new Ruling(
                            Kind.TIMED_OUT,
                            "%s: %d ms, allowed is %d"
                                    .formatted(
                                            name,
                                            Duration.ofNanos(nanos).toMillis(),
                                            Duration.ofNanos(answer.allowedNanos()).toMillis())));
        }
        return rule.passes(input, value, answer.value())
                ? Optional.empty()
                : Optional.of(
                        new Ruling(
                                Kind.FAILED,
                                "%s: returned %s, the reference %s"
                                        .formatted(
                                                name,
                                                TaskTests.shown(value),
                                                TaskTests.shown(answer.value()))));
    }

    private static List<List<PythonValue>> inputs(PlusTask task) {
        List<List<PythonValue>> all = new ArrayList<>(task.inputs().base());
        all.addAll(task.inputs().plus());
        return all;
    }

    private static Question question(PlusTask task, List<PythonValue> input) {
        return new Question(task.entryPoint(), input, Map.of());
    }
}
