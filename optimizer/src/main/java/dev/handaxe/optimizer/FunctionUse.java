package dev.handaxe.optimizer;

import dev.handaxe.optimizer.FunctionCall.Failure;
import dev.handaxe.optimizer.evidence.Excerpt;
import dev.handaxe.runtime.FunctionDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the functions of a set were used in rollouts: one bounded line each, those of the set first,
 * then what else was called.
 *
 * <p>Thread-safe.
 */
final class FunctionUse {
    private static final int SHOWN_CODES = 4;
    private static final int NAME_CHARS = 80;

    private FunctionUse() {}

    static List<String> lines(Evaluation evaluation) {
        List<Rollout> rollouts = evaluation.rollouts();
        Set<String> names = new LinkedHashSet<>();
        evaluation.functions().functions().stream()
                .map(FunctionDefinition::name)
                .forEach(names::add);
        rollouts.stream()
                .flatMap(rollout -> rollout.calls().stream())
                .map(FunctionCall::name)
                .forEach(names::add);
        return names.stream()
                .map(name -> "- " + Excerpt.oneLine(name, NAME_CHARS) + ": " + line(name, rollouts))
                .toList();
    }

    private static String line(String name, List<Rollout> rollouts) {
        List<FunctionCall> calls =
                rollouts.stream()
                        .flatMap(rollout -> rollout.calls().stream())
                        .filter(call -> call.name().equals(name))
                        .toList();
        if (calls.isEmpty()) {
            return "never called";
        }
        List<Rollout> with = new ArrayList<>();
        List<Rollout> without = new ArrayList<>();
        for (Rollout rollout : rollouts) {
            boolean uses = rollout.calls().stream().anyMatch(call -> call.name().equals(name));
            (uses ? with : without).add(rollout);
        }
        long failed = calls.stream().filter(FunctionCall::failed).count();
        return "%d calls, %d failed%s; solved %d of %d conversations with it, %d of %d without"
                .formatted(
                        calls.size(),
                        failed,
                        failed == 0 ? "" : " (" + codes(calls) + ")",
                        solved(with),
                        with.size(),
                        solved(without),
                        without.size());
    }

    private static long solved(List<Rollout> rollouts) {
        return rollouts.stream().filter(Rollout::solved).count();
    }

    private static String codes(List<FunctionCall> calls) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        calls.stream()
                .filter(FunctionCall::failed)
                .forEach(call -> counts.merge(code(call), 1, Integer::sum));
        int more = counts.size() - SHOWN_CODES;
        // sorting is stable: among equally frequent ones the first that occurred is the first
        return counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .limit(SHOWN_CODES)
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + (more > 0 ? ", and " + more + " more kinds" : "");
    }

    private static String code(FunctionCall call) {
        return call.failure().map(FunctionUse::code).orElse(call.kind().replace('_', ' '));
    }

    private static String code(Failure at) {
        String type = Excerpt.oneLine(at.type(), NAME_CHARS);
        return at.line() == 0 ? type : type + " at line " + at.line();
    }
}
