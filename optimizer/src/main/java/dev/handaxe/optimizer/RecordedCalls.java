package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of functions that returned in an evaluation's rollouts, by the names that the functions
 * have now: a renamed function keeps its calls, a merged one takes over those of the functions it
 * replaces. Each function has a bounded number of different calls, those of solved tasks first, and
 * the same ones in every run.
 *
 * <p>Immutable.
 */
final class RecordedCalls {
    static final int MAX_CALLS = 8;

    private static final int MAX_ARGUMENT_CHARS = 20_000;

    private final Map<String, List<Map<String, PythonValue>>> byFunction;

    private RecordedCalls(Map<String, List<Map<String, PythonValue>>> byFunction) {
        this.byFunction = byFunction;
    }

    /** The calls of an evaluation. */
    static RecordedCalls of(Evaluation evaluation) {
        Map<String, Set<Map<String, PythonValue>>> found = new LinkedHashMap<>();
        for (FunctionDefinition function : evaluation.functions().functions()) {
            found.put(function.name(), new LinkedHashSet<>());
        }
        List<Rollout> rollouts = evaluation.rollouts();
        List<Rollout> solvedFirst =
                new ArrayList<>(rollouts.stream().filter(Rollout::solved).toList());
        solvedFirst.addAll(rollouts.stream().filter(rollout -> !rollout.solved()).toList());
        for (Rollout rollout : solvedFirst) {
            for (FunctionCall call : rollout.calls()) {
                Set<Map<String, PythonValue>> calls = found.get(call.name());
                if (calls != null && calls.size() < MAX_CALLS && !call.failed()) {
                    arguments(call).ifPresent(calls::add);
                }
            }
        }
        Map<String, List<Map<String, PythonValue>>> byFunction = new LinkedHashMap<>();
        found.forEach((name, calls) -> byFunction.put(name, List.copyOf(calls)));
        return new RecordedCalls(byFunction);
    }

    private static Optional<Map<String, PythonValue>> arguments(FunctionCall call) {
        String json = call.arguments();
        try {
            return json.length() > MAX_ARGUMENT_CHARS
                    ? Optional.empty()
                    : Optional.of(
                            json.isBlank() ? Map.of() : NamedArguments.of(PythonJson.read(json)));
        } catch (HandaxeException _) {
            return Optional.empty(); // it returned, so this is no call of a function of the set
        }
    }

    /** The arguments of its calls. */
    List<Map<String, PythonValue>> of(String function) {
        return byFunction.getOrDefault(function, List.of());
    }

    /** Without the calls of that function. */
    RecordedCalls without(String function) {
        return moved(List.of(function), Optional.empty());
    }

    /** With the calls of those functions given to another. */
    RecordedCalls moved(Collection<String> from, String to) {
        return moved(from, Optional.of(to));
    }

    private RecordedCalls moved(Collection<String> from, Optional<String> to) {
        Map<String, List<Map<String, PythonValue>>> moved = new LinkedHashMap<>(byFunction);
        Set<Map<String, PythonValue>> calls = new LinkedHashSet<>();
        for (String name : from) {
            calls.addAll(of(name));
            moved.remove(name);
        }
        to.ifPresent(name -> moved.put(name, calls.stream().limit(MAX_CALLS).toList()));
        return new RecordedCalls(Collections.unmodifiableMap(moved));
    }
}
