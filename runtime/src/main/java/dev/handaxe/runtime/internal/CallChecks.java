package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What is wrong with a call before any worker is needed. Thread-safe. */
final class CallChecks {
    private CallChecks() {}

    /** The outcome of a call that is refused, with that report, which is asked for only then. */
    static Optional<Outcome> refuse(
            FunctionSet functions,
            Invocation invocation,
            ExecutionPolicy policy,
            Supplier<Report> unmeasured) {
        long allowed = policy.limits().get(LimitName.SOURCE_BYTES);
        long used = sourceBytes(functions, invocation);
        if (used > allowed) {
            return Optional.of(
                    new Outcome.LimitExceeded(
                            new Breach(
                                    LimitName.SOURCE_BYTES,
                                    allowed,
                                    used,
                                    Stage.SOFT,
                                    Duration.ZERO,
                                    OptionalInt.empty()),
                            unmeasured.get()));
        }
        Optional<String> clash = HostFunctions.clash(functions, policy);
        if (clash.isPresent()) {
            return Optional.of(
                    new Outcome.Rejected(
                            "the function '"
                                    + clash.get()
                                    + "' has the name of a host function that the policy grants",
                            unmeasured.get()));
        }
        Optional<String> missing = missingPackage(functions, policy);
        if (missing.isPresent()) {
            return missing.map(reason -> new Outcome.Rejected(reason, unmeasured.get()));
        }
        if (!(invocation instanceof Invocation.Call call)) {
            return Optional.empty();
        }
        Optional<FunctionDefinition> function = functions.find(call.function());
        if (function.isEmpty()) {
            String known =
                    functions.size() == 0
                            ? "the set is empty"
                            : "the set has "
                                    + String.join(
                                            ", ",
                                            functions.functions().stream()
                                                    .map(FunctionDefinition::name)
                                                    .toList());
            return Optional.of(
                    new Outcome.Rejected(
                            "no function is called '" + call.function() + "': " + known,
                            unmeasured.get()));
        }
        Optional<String> problem =
                ArgumentCheck.problem(call.positional())
                        .or(() -> ArgumentCheck.problem(call.named().values()));
        if (problem.isPresent() || !call.positional().isEmpty()) {
            return problem.map(reason -> new Outcome.Rejected(reason, unmeasured.get()));
        }
        return function.get()
                .parameters()
                .check(call.named())
                .map(reason -> new Outcome.Rejected(reason, unmeasured.get()));
    }

    /** Why a function of the set cannot be defined: it needs what the policy does not grant. */
    private static Optional<String> missingPackage(FunctionSet functions, ExecutionPolicy policy) {
        List<String> granted = policy.grants().packages();
        for (FunctionDefinition function : functions.functions()) {
            for (String needed : function.packages()) {
                if (!granted.contains(needed)) {
                    return Optional.of(
                            ("the function %s needs the package %s, which the policy %s does not"
                                            + " grant: it grants %s")
                                    .formatted(
                                            function.name(),
                                            needed,
                                            policy.name(),
                                            granted.isEmpty()
                                                    ? "none"
                                                    : String.join(", ", granted)));
                }
            }
        }
        return Optional.empty();
    }

    private static long sourceBytes(FunctionSet functions, Invocation invocation) {
        long bytes = 0;
        for (FunctionDefinition function : functions.functions()) {
            bytes += function.source().getBytes(StandardCharsets.UTF_8).length;
        }
        return invocation instanceof Invocation.Program program
                ? bytes + program.source().getBytes(StandardCharsets.UTF_8).length
                : bytes;
    }
}
