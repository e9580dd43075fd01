package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Conversation;
import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names for function sets, which the run knows by their hashes: {@code start}, {@code epoch 2
 * (kept)}.
 *
 * <p>Immutable.
 */
final class SetNames {
    private final Map<String, String> names = new LinkedHashMap<>();

    private SetNames() {}

    static SetNames of(RunReport run) {
        SetNames all = new SetNames();
        all.put(run.firstSet(), "start");
        for (ReportedEpoch epoch : run.epochs()) {
            all.put(epoch.set(), "epoch %d (%s)".formatted(epoch.number(), word(epoch)));
        }
        for (Version version : run.versions()) {
            if (version.provenance().containsKey("pruned")) {
                all.put(version.functions().hash(), "pruned");
            }
        }
        for (Conversation one : run.conversations()) {
            String set = one.id().set();
            all.put(set, all.of(set));
        }
        String last = run.finalSet();
        all.names.computeIfPresent(last, (_, name) -> name + ", final");
        return all;
    }

    static String word(ReportedEpoch epoch) {
        return switch (epoch.decision().verdict()) {
            case KEPT -> "kept";
            case ROLLED_BACK -> "rolled back";
            case OPEN -> "not decided";
        };
    }

    private void put(String set, String name) {
        if (!set.isEmpty()) {
            names.putIfAbsent(set, name);
        }
    }

    String of(String set) {
        return names.getOrDefault(set, "set " + set.substring(0, Math.min(8, set.length())));
    }

    /** The hashes, the set that the run began with first. */
    List<String> hashes() {
        return List.copyOf(names.keySet());
    }
}
