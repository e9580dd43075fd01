package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Chooses what is offered for a task when a set has more functions than a model should be shown:
 * three quarters by the words they share with the task, the rest by what they did in the training
 * rollouts of the sets that were kept. Small sets are offered whole.
 *
 * <p>What a set is offered by is fixed when the set is first tried, and remembered: every rollout
 * of a set in a run, and every resume, chooses alike.
 *
 * <p>Thread-safe.
 */
final class FunctionRetrieval {
    private final int most;
    private final Ledger ledger;
    private final String scope;
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Map<String, Choice> choices = new ConcurrentHashMap<>();

    /** In how many rollouts a function was called, and how many of those were solved. */
    private record Tally(int called, int solved) {
        static final Tally NONE = new Tally(0, 0);

        /** Between 0 and 1; a few calls say little, so they count towards a half. */
        double success() {
            return (solved + 1.0) / (called + 2.0);
        }
    }

    /** What a set is chosen from by. */
    private record Choice(WordRelevance relevance, List<Integer> successful) {}

    /**
     * Offers functions in one training.
     *
     * @param most of a set, for a task
     * @param scope of the training: another's tasks must not help here
     */
    FunctionRetrieval(int most, Ledger ledger, String scope) {
        this.most = most;
        this.ledger = ledger;
        this.scope = scope;
    }

    /**
     * Learns what functions did in the training rollouts of a set that was kept. To be called
     * between evaluations, by the thread that trains: what sets are offered by must not depend on
     * which rollout ended first.
     */
    synchronized void learn(List<Rollout> training) {
        for (Rollout rollout : training) {
            rollout.calls().stream()
                    .filter(call -> !call.failed())
                    .map(FunctionCall::name)
                    .distinct()
                    .forEach(
                            name ->
                                    tallies.merge(
                                            name,
                                            new Tally(1, rollout.solved() ? 1 : 0),
                                            (a, b) ->
                                                    new Tally(
                                                            a.called + b.called,
                                                            a.solved + b.solved)));
        }
    }

    /** The functions to offer for that question, in the order of the set. */
    List<FunctionDefinition> offered(FunctionSet set, String question) {
        List<FunctionDefinition> functions = set.functions();
        if (functions.size() <= most) {
            return functions;
        }
        Choice choice = choices.computeIfAbsent(set.hash(), _ -> choice(set));
        double[] scores = choice.relevance().scores(question);
        List<Integer> byWords =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -scores[i]))
                        .toList();
        BitSet chosen = new BitSet();
        byWords.stream().filter(i -> scores[i] > 0).limit(most - most / 4).forEach(chosen::set);
        fill(chosen, choice.successful());
        fill(chosen, byWords);
        return chosen.stream().mapToObj(functions::get).toList();
    }

    private void fill(BitSet chosen, List<Integer> candidates) {
        for (int candidate : candidates) {
            if (chosen.cardinality() == most) {
                return;
            }
            chosen.set(candidate);
        }
    }

    private Choice choice(FunctionSet set) {
        List<FunctionDefinition> functions = set.functions();
        ObjectNode known = ledger.remember("retrieval", scope + set.hash(), () -> node(functions));
        Map<Integer, Double> success = new TreeMap<>();
        for (int i = 0; i < functions.size(); i++) {
            if (known.path(functions.get(i).name()).isArray()) {
                var counts = known.path(functions.get(i).name());
                success.put(i, new Tally(counts.path(0).asInt(), counts.path(1).asInt()).success());
            }
        }
        // sorting is stable: among equals the order of the set decides
        List<Integer> successful =
                success.keySet().stream()
                        .filter(i -> success.getOrDefault(i, 0.0) > 0.5)
                        .sorted(Comparator.comparingDouble(i -> -success.getOrDefault(i, 0.0)))
                        .toList();
        return new Choice(new WordRelevance(functions), successful);
    }

    private synchronized ObjectNode node(List<FunctionDefinition> functions) {
        ObjectNode node = Json.object();
        for (FunctionDefinition function : functions) {
            Tally tally = tallies.getOrDefault(function.name(), Tally.NONE);
            if (tally.called() > 0) {
                node.putArray(function.name()).add(tally.called()).add(tally.solved());
            }
        }
        return node;
    }
}
