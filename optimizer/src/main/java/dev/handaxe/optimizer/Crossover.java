package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set made of the functions of two, without asking a model: all of the better parent's and those
 * that only the other has. Of namesakes the one whose tasks are solved more often when it is called
 * is taken, or else the better parent's. What is taken must reach the same code as in its parent.
 *
 * <p>Immutable.
 *
 * @param better the parent with the higher score
 * @param other the parent that it is completed from
 * @param taken names of the functions that come from the other
 * @param functions of the child
 */
record Crossover(Member better, Member other, Set<String> taken, FunctionSet functions) {
    Crossover {
        taken = Set.copyOf(taken);
    }

    private record Pair(Member better, Member other, long complement) {
        static Pair of(Member one, Member two) {
            boolean first = Member.BEST_FIRST.compare(one, two) <= 0;
            Member better = first ? one : two;
            Member other = first ? two : one;
            long together =
                    better.scores().keySet().stream()
                            .mapToLong(task -> Math.max(better.score(task), other.score(task)))
                            .sum();
            return new Pair(better, other, together - better.total());
        }
    }

    /**
     * The child of the two members that complement each other best; empty if no two do, or their
     * children were tried.
     *
     * @param isNew whether a set has not been tried yet
     */
    static Optional<Crossover> of(Frontier frontier, Predicate<FunctionSet> isNew) {
        List<Member> members = frontier.members();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                pairs.add(Pair.of(members.get(i), members.get(j)));
            }
        }
        // sorting is stable: of pairs that complement each other as well the oldest is first
        return pairs.stream()
                .filter(pair -> pair.complement() > 0)
                .sorted(Comparator.comparingLong(Pair::complement).reversed())
                .map(pair -> of(pair.better(), pair.other()))
                .filter(child -> !child.taken().isEmpty())
                .filter(child -> child.functions().size() <= EditTransaction.MAX_FUNCTIONS)
                .filter(child -> isNew.test(child.functions()))
                .findFirst();
    }

    /** Both parents' functions; nothing is taken if nothing fits. */
    static Crossover of(Member better, Member other) {
        Set<String> taken = wanted(better, other);
        while (true) {
            FunctionSet child = child(better.functions(), other.functions(), taken);
            Set<String> misfits = misfits(better.functions(), other.functions(), taken, child);
            if (misfits.isEmpty()) {
                return new Crossover(better, other, taken, child);
            }
            taken.removeAll(misfits);
        }
    }

    private static Set<String> wanted(Member better, Member other) {
        Set<String> lowerCase =
                better.functions().functions().stream()
                        .map(function -> function.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        Set<String> wanted = new LinkedHashSet<>();
        for (FunctionDefinition function : other.functions().functions()) {
            String name = function.name();
            Optional<FunctionDefinition> namesake = better.functions().find(name);
            boolean wins =
                    namesake.isEmpty()
                            ? !lowerCase.contains(name.toLowerCase(Locale.ROOT))
                            : !namesake.get().equals(function) && solvesMore(name, other, better);
            if (wins) {
                wanted.add(name);
            }
        }
        return wanted;
    }

    private static boolean solvesMore(String name, Member one, Member other) {
        OptionalDouble first = scoreWhenCalled(name, one);
        OptionalDouble second = scoreWhenCalled(name, other);
        return first.isPresent()
                && second.isPresent()
                && first.getAsDouble() > second.getAsDouble();
    }

    private static OptionalDouble scoreWhenCalled(String name, Member member) {
        return Stream.of(member.candidate().train(), member.candidate().validation())
                .flatMap(evaluation -> evaluation.rollouts().stream())
                .filter(
                        rollout ->
                                rollout.calls().stream().anyMatch(call -> call.name().equals(name)))
                .mapToDouble(rollout -> rollout.verdict().score())
                .average();
    }

    private static FunctionSet child(FunctionSet better, FunctionSet other, Set<String> taken) {
        FunctionSet child = better;
        for (FunctionDefinition function : other.functions()) {
            child = taken.contains(function.name()) ? child.with(function) : child;
        }
        return child;
    }

    /** What is taken and reaches other code than in its parent, or makes another function do so. */
    private static Set<String> misfits(
            FunctionSet better, FunctionSet other, Set<String> taken, FunctionSet child) {
        Set<String> misfits = new HashSet<>();
        for (FunctionDefinition function : child.functions()) {
            String name = function.name();
            boolean isTaken = taken.contains(name);
            FunctionSet parent = isTaken ? other : better;
            if (!parent.reachableHash(name).equals(child.reachableHash(name))) {
                if (isTaken) {
                    misfits.add(name);
                } else {
                    child.reachable(name).functions().stream()
                            .map(FunctionDefinition::name)
                            .filter(taken::contains)
                            .forEach(misfits::add);
                }
            }
        }
        return misfits;
    }

    /** What leads from the better parent to the child. */
    List<TrainingResult.Edit> edits() {
        String origin =
                "crossover: taken from set %s, which solves tasks that this one fails"
                        .formatted(other.hash().substring(0, 8));
        return functions.functions().stream()
                .map(FunctionDefinition::name)
                .filter(taken::contains)
                .map(
                        name ->
                                new TrainingResult.Edit(
                                        (better.functions().find(name).isPresent()
                                                        ? EditAction.REVISE
                                                        : EditAction.ADD)
                                                .word(),
                                        name,
                                        List.of(),
                                        origin,
                                        ""))
                .toList();
    }
}
