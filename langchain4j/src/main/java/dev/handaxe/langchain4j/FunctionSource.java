package dev.handaxe.langchain4j;

import dev.handaxe.runtime.FunctionSet;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The set that a provider offers at the moment. What cannot be read, such as a store that a person
 * is just editing, leaves the last set that could be.
 *
 * <p>Thread-safe.
 */
final class FunctionSource {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionSource.class);

    private final Supplier<FunctionSet> functions;
    private final boolean changes;
    private volatile FunctionSet last = FunctionSet.empty();

    private FunctionSource(Supplier<FunctionSet> functions, boolean changes) {
        this.functions = functions;
        this.changes = changes;
    }

    static FunctionSource fixed(FunctionSet functions) {
        Objects.requireNonNull(functions);
        return new FunctionSource(() -> functions, false);
    }

    static FunctionSource changing(Supplier<FunctionSet> functions) {
        return new FunctionSource(Objects.requireNonNull(functions), true);
    }

    /** Whether the set may be another one later. */
    boolean changes() {
        return changes;
    }

    FunctionSet current() {
        try {
            last = functions.get();
        } catch (RuntimeException e) {
            LOG.warn("the functions cannot be read; those read last stay offered", e);
        }
        return last;
    }
}
