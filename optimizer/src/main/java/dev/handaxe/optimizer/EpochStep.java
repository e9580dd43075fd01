package dev.handaxe.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The optimizing of one epoch: one step on all training tasks, or, where those are more than one
 * prompt can tell of, a step on each of several parts of them from the same set, merged.
 *
 * <p>Confined to one thread.
 */
final class EpochStep implements Proposer {
    private static final int TASKS_OF_A_PART = 60;
    private static final int MOST_PARTS = 4;

    private final AgentOptimizer optimizer;
    private final LineTraces lineTraces;
    private final TrainingOptions options;

    EpochStep(AgentOptimizer optimizer, LineTraces lineTraces, TrainingOptions options) {
        this.optimizer = optimizer;
        this.lineTraces = lineTraces;
        this.options = options;
    }

    @Override
    public AgentOptimizer.Step step(int epoch, Evaluation current, EditHistory history) {
        List<Evaluation> parts = parts(current);
        if (parts.size() == 1) {
            return step(
                    StepName.of(options.scope(), epoch), current, "the training tasks", history);
        }
        List<SubsetMerge.Part> steps = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Evaluation part = parts.get(i);
            // a part without failures has nothing to teach
            if (!part.perfect()) {
                String tasks = "part %d of %d of the training tasks".formatted(i + 1, parts.size());
                var name = new StepName(options.scope(), epoch, "part " + (i + 1));
                steps.add(new SubsetMerge.Part(step(name, part, tasks, history), failing(part)));
            }
        }
        return new SubsetMerge(optimizer, options, history).merge(epoch, current, steps);
    }

    private AgentOptimizer.Step step(
            StepName name, Evaluation part, String tasks, EditHistory history) {
        var evidence =
                new Evidence(
                        part,
                        history.telling(),
                        call -> lineTraces.of(part.functions(), call),
                        options.evidenceTokens());
        return optimizer.step(
                name, new OptimizerPrompt(options, part, tasks, evidence.text()), history);
    }

    /** Neighbours go to different parts, so that each part has some of every kind of task. */
    private List<Evaluation> parts(Evaluation current) {
        Map<String, List<Rollout>> byTask = new LinkedHashMap<>();
        for (Rollout rollout : current.rollouts()) {
            byTask.computeIfAbsent(rollout.taskId(), _ -> new ArrayList<>()).add(rollout);
        }
        int count = options.subsets(byTask.size());
        if (count == 1) {
            return List.of(current);
        }
        List<List<Rollout>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new ArrayList<>());
        }
        int next = 0;
        for (List<Rollout> rollouts : byTask.values()) {
            parts.get(next++ % count).addAll(rollouts);
        }
        return parts.stream().map(part -> new Evaluation(current.functions(), part)).toList();
    }

    /** One part, and one more for each 60 tasks above 60. */
    static int automatic(int tasks) {
        return Math.clamp(Math.ceilDiv(tasks, TASKS_OF_A_PART), 1, MOST_PARTS);
    }

    private static int failing(Evaluation part) {
        return (int)
                part.rollouts().stream()
                        .filter(rollout -> !rollout.solved())
                        .map(Rollout::taskId)
                        .distinct()
                        .count();
    }
}
