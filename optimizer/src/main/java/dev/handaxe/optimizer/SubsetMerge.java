package dev.handaxe.optimizer;

import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one set of several that were edited from the same one. What only one of them changed is
 * taken over. Of a function that several changed differently, the version of the part with more
 * failing tasks is taken, and the optimizer model is asked for one that does what all were to do.
 *
 * <p>Confined to one thread.
 */
final class SubsetMerge {
    private final AgentOptimizer optimizer;
    private final TrainingOptions options;
    private final EditHistory history;

    /**
     * The step on one part of the training tasks.
     *
     * @param failing tasks of the part that failed before it
     */
    record Part(AgentOptimizer.Step step, int failing) {
        Part {
            Objects.requireNonNull(step);
        }
    }

    /** What a part made of a function; empty if it removed it. */
    private record Version(Optional<FunctionDefinition> function, int failing) {}

    SubsetMerge(AgentOptimizer optimizer, TrainingOptions options, EditHistory history) {
        this.optimizer = optimizer;
        this.options = options;
        this.history = history;
    }

    /** The step that the parts' steps make together; none if it leads to what was rolled back. */
    AgentOptimizer.Step merge(int epoch, Evaluation start, List<Part> parts) {
        Map<String, List<Version>> changes = changes(start.functions(), parts);
        FunctionSet merged = start.functions();
        for (Map.Entry<String, List<Version>> change : changes.entrySet()) {
            Optional<FunctionDefinition> function = change.getValue().getFirst().function();
            merged = function.isPresent() ? with(merged, function.get()) : merged;
        }
        for (Map.Entry<String, List<Version>> change : changes.entrySet()) {
            if (change.getValue().getFirst().function().isEmpty()) {
                merged = without(merged, change.getKey());
            }
        }
        Set<Edit> edits = new LinkedHashSet<>();
        parts.forEach(part -> edits.addAll(part.step().edits()));
        RecordedCalls recorded = RecordedCalls.of(start);
        for (Map.Entry<String, List<Version>> change : changes.entrySet()) {
            var draft = new Draft(merged, List.of(), recorded);
            merged =
                    settle(
                            new StepName(options.scope(), epoch, "merge " + change.getKey()),
                            draft,
                            change,
                            edits);
        }
        AgentOptimizer.Step step =
                admitted(
                        epoch,
                        start.functions(),
                        parts,
                        new Draft(merged, List.copyOf(edits), recorded));
        boolean tried = history.nearDuplicate(step.functions()).isPresent();
        return tried ? new AgentOptimizer.Step(start.functions(), step.edits()) : step;
    }

    /** What works apart need not work together: then the weightiest part's set is taken alone. */
    private AgentOptimizer.Step admitted(
            int epoch, FunctionSet start, List<Part> parts, Draft merged) {
        StepName name = new StepName(options.scope(), epoch, "merge");
        boolean known =
                merged.functions().equals(start)
                        || parts.stream()
                                .anyMatch(
                                        part -> part.step().functions().equals(merged.functions()));
        if (known || optimizer.admits(name, start, merged)) {
            return new AgentOptimizer.Step(merged.functions(), merged.edits());
        }
        return parts.stream()
                .filter(part -> !part.step().functions().equals(start))
                .reduce((one, other) -> other.failing() > one.failing() ? other : one)
                .map(Part::step)
                .orElseThrow();
    }

    /** By name, what became of each function that changed: the versions, the weightiest first. */
    private static Map<String, List<Version>> changes(FunctionSet start, List<Part> parts) {
        Map<String, List<Version>> changes = new LinkedHashMap<>();
        for (Part part : parts) {
            FunctionSet edited = part.step().functions();
            Set<String> names = new LinkedHashSet<>();
            start.functions().forEach(function -> names.add(function.name()));
            edited.functions().forEach(function -> names.add(function.name()));
            for (String name : names) {
                Optional<FunctionDefinition> now = edited.find(name);
                if (!now.equals(start.find(name))) {
                    changes.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(new Version(now, part.failing()));
                }
            }
        }
        // sorting is stable: of equally weighty versions the first part's is the first
        changes.values()
                .forEach(all -> all.sort(Comparator.comparingInt(version -> -version.failing())));
        return changes;
    }

    /** Asks for one version where there are several; what the gate refuses is not taken. */
    private FunctionSet settle(
            StepName name, Draft draft, Map.Entry<String, List<Version>> change, Set<Edit> edits) {
        String function = change.getKey();
        List<Version> versions = change.getValue();
        FunctionSet merged = draft.functions();
        List<FunctionDefinition> written =
                versions.stream()
                        .flatMap(version -> version.function().stream())
                        .distinct()
                        .toList();
        if (written.size() < 2 || !merged.find(function).equals(Optional.of(written.getFirst()))) {
            return merged;
        }
        Admission admission =
                optimizer.answer(
                        name,
                        OptimizerPrompt.merging(
                                options, written.getFirst(), written.subList(1, written.size())),
                        draft,
                        history);
        if (admission instanceof Admission.Admitted(Draft settled, _)
                && settled.functions().without(function).equals(merged.without(function))
                && settled.functions().find(function).isPresent()) {
            edits.addAll(settled.edits());
            return settled.functions();
        }
        return merged;
    }

    /** A function for which there is no room, or whose name clashes, is left out. */
    private static FunctionSet with(FunctionSet functions, FunctionDefinition function) {
        if (functions.find(function.name()).isEmpty()
                && functions.size() >= EditTransaction.MAX_FUNCTIONS) {
            return functions;
        }
        try {
            return functions.with(function);
        } catch (HandaxeException _) {
            return functions;
        }
    }

    /** A function that another one needs stays. */
    private static FunctionSet without(FunctionSet functions, String name) {
        return Reach.isNamed(functions, name) ? functions : functions.without(name);
    }
}
