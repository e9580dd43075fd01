package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tasks of a run, each in one split. The optimizer is shown the training tasks only; the
 * validation tasks decide what is kept; the test tasks are used once, at the end.
 *
 * <p>Immutable.
 *
 * @param train in the order the optimizer sees them
 * @param validation may be empty: then training scores decide
 * @param test may be empty: then there is no test score
 */
public record Splits(List<Task> train, List<Task> validation, List<Task> test) {
    /**
     * Copies.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if two tasks share an id
     */
    public Splits {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        Set<String> seen = new HashSet<>();
        Stream.of(train, validation, test)
                .flatMap(List::stream)
                .map(Task::id)
                .filter(id -> !seen.add(id))
                .findFirst()
                .ifPresent(
                        id -> {
                            throw new HandaxeException(
                                    Code.INVALID_INPUT,
                                    "two tasks of the splits have the id '" + id + "'");
                        });
    }
}
