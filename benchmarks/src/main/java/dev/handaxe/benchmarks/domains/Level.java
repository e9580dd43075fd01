package dev.handaxe.benchmarks.domains;

/**
 * How much work a task is: how long the table or the walk, how large the numbers.
 *
 * <p>Immutable.
 */
enum Level {
    /** Already long for a head. */
    LONG,
    /** Longer. */
    LONGER,
    /** Hopeless without a function. */
    LONGEST;

    /** The one of the three that is this level's. */
    int of(int first, int second, int third) {
        return switch (this) {
            case LONG -> first;
            case LONGER -> second;
            case LONGEST -> third;
        };
    }

    /** The levels in turn. */
    static Level inTurn(int number) {
        return values()[number % values().length];
    }
}
