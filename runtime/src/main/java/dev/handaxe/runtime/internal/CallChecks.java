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
import java.util.Optional;
import java.util.OptionalInt;

/** What is wrong with a call before any worker is needed. Thread-safe. */
final class CallChecks {
    private CallChecks() {}

    /** The outcome of a call that is refused, with that report. */
    static Optional<Outcome> refuse(
            FunctionSet functions,
            Invocation invocation,
            ExecutionPolicy policy,
            Report unmeasured) {
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
                            unmeasured));
        }
        Optional<String> clash = HostFunctions.clash(functions, policy);
        if (clash.isPresent()) {
            return Optional.of(
                    new Outcome.Rejected(
                            "the function '"
                                    + clash.get()
                                    + "' has the name of a host function that the policy grants",
                            unmeasured));
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
                            unmeasured));
        }
        Optional<String> problem =
                ArgumentCheck.problem(call.positional())
                        .or(() -> ArgumentCheck.problem(call.named().values()));
        if (problem.isPresent() || !call.positional().isEmpty()) {
            return problem.map(reason -> new Outcome.Rejected(reason, unmeasured));
        }
        return function.get()
                .parameters()
                .check(call.named())
                .map(reason -> new Outcome.Rejected(reason, unmeasured));
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
