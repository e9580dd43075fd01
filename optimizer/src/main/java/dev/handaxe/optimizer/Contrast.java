package dev.handaxe.optimizer;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds for a failed rollout the solved one most like it: what the two do differently is what
 * matters. Another attempt at the same task is most alike, then one that called the same functions,
 * then one whose question has the same words.
 *
 * <p>Thread-safe.
 */
final class Contrast {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int QUESTION_CHARS = 4_000;

    private Contrast() {}

    private record Likeness(int index, boolean sameTask, double functions, double words) {}

    /** The index of that rollout; empty if none is solved. */
    static Optional<Integer> of(Rollout failed, List<Rollout> rollouts) {
        Set<String> words = words(failed);
        Set<String> functions = functions(failed);
        return IntStream.range(0, rollouts.size())
                .filter(i -> rollouts.get(i).solved())
                .mapToObj(
                        i -> {
                            Rollout solved = rollouts.get(i);
                            return new Likeness(
                                    i,
                                    solved.taskId().equals(failed.taskId()),
                                    functions.isEmpty() ? 0 : shared(functions, functions(solved)),
                                    shared(words, words(solved)));
                        })
                .max(
                        Comparator.comparing(Likeness::sameTask)
                                .thenComparingDouble(Likeness::functions)
                                .thenComparingDouble(Likeness::words)
                                .thenComparing(Likeness::index, Comparator.reverseOrder()))
                .map(Likeness::index);
    }

    private static Set<String> functions(Rollout rollout) {
        return rollout.calls().stream().map(FunctionCall::name).collect(Collectors.toSet());
    }

    private static Set<String> words(Rollout rollout) {
        String question = rollout.question();
        String start = question.substring(0, Math.min(QUESTION_CHARS, question.length()));
        return NO_WORD.splitAsStream(start.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** The share of both that is common. */
    private static double shared(Set<String> a, Set<String> b) {
        Set<String> both = new HashSet<>(a);
        both.retainAll(b);
        int all = a.size() + b.size() - both.size();
        return all == 0 ? 0 : both.size() / (double) all;
    }
}
