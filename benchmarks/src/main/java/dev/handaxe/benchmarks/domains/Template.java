package dev.handaxe.benchmarks.domains;

import java.util.function.BiFunction;

/**
 * Draws problems of one kind.
 *
 * <p>Immutable.
 *
 * @param domain the name of its domain
 * @param name unique among the templates of all domains; the stratum of its tasks
 * @param source draws the parameters
 */
record Template(String domain, String name, BiFunction<Draw, Level, Problem> source) {

    /** The problem of that number, from 1, at that try, from 0. */
    Problem problem(long seed, int number, int attempt) {
        return source.apply(draw(seed, number, attempt), Level.inTurn(number - 1));
    }

    /** One of the ways to ask for it. */
    String question(Problem problem, long seed, int number) {
        return new Draw(key(seed, number) + "/wording").one(problem.questions());
    }

    private Draw draw(long seed, int number, int attempt) {
        return new Draw(key(seed, number) + "/" + attempt);
    }

    private String key(long seed, int number) {
        return seed + "/" + domain + "/" + name + "/" + number;
    }
}
