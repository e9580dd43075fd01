package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.HostFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The functions that the embedder offers, and the threads that run them. Thread-safe; the sandbox
 * closes it.
 */
final class HostFunctions implements AutoCloseable {
    private final Map<String, HostFunction> offered = new LinkedHashMap<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("host-function-", 0).factory());
    private final ScheduledExecutorService clock;

    HostFunctions(List<HostFunction> functions, ScheduledExecutorService clock) {
        functions.forEach(function -> offered.put(function.name(), function));
        this.clock = clock;
    }

    /**
     * The functions of one call.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the policy names one that is not
     *     offered
     */
    HostCalls of(ExecutionPolicy policy, String tenant, String invocationId) {
        Map<String, HostFunction> granted = new LinkedHashMap<>();
        for (String name : policy.grants().hostFunctions()) {
            HostFunction function = offered.get(name);
            if (function == null) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "policy "
                                + policy.name()
                                + " names the host function '"
                                + name
                                + "', but "
                                + (offered.isEmpty()
                                        ? "the sandbox offers none"
                                        : "the sandbox offers "
                                                + String.join(", ", offered.keySet())));
            }
            granted.put(name, function);
        }
        return new HostCalls(granted, tenant, invocationId, threads, clock);
    }

    /** A function of the set that has the name of a granted host function, if there is one. */
    static Optional<String> clash(FunctionSet functions, ExecutionPolicy policy) {
        return policy.grants().hostFunctions().stream()
                .filter(name -> functions.find(name).isPresent())
                .findFirst();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
