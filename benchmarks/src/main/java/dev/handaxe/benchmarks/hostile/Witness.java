package dev.handaxe.benchmarks.hostile;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Sandbox;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The honest callers beside the attack: one of the same tenant, whose call before each attack
 * leaves a secret in every corner of its context and after it shows that the sandbox still works;
 * and a neighbour with a tenant of its own. Confined to one thread.
 */
final class Witness {
    private static final String NEIGHBOUR = "neighbour";

    /** Honest callers do not mind a slow host. */
    private static final ExecutionPolicy PATIENT =
            ExecutionPolicy.untrusted()
                    .with(LimitName.CPU_MS, 8_000)
                    .with(LimitName.WALL_MS, 30_000);

    private static final String LEDGER =
            """
            BALANCE = "@SECRET@"

            def ledger(balance="@SECRET@"):
                return BALANCE
            """;

    private static final String CONTROL =
            """
            def control():
                import __main__, builtins, gc, os, sys, time
                secret = ledger()
                one = 1
                for place in (__main__, builtins, gc, os, sys, time):
                    place.canary = secret
                os.environ["CANARY"] = secret
                sys.modules["canary"] = type(sys)(secret)
                sys.path.append(secret)
                sys.intern(secret)
                builtins.sorted = lambda *items, **options: [secret]
                return one + 1
            """;

    private final Sandbox sandbox;
    private final Canaries canaries;
    private @Nullable Kind latest;

    /** Of which kind the workers are that serve a call. */
    private record Kind(String tenant, long heapBytes, Image image) {
        static Kind of(HostileCall call) {
            return new Kind(
                    call.tenant(), call.policy().limits().heapBytes(), call.policy().image());
        }
    }

    Witness(Sandbox sandbox, Canaries canaries) {
        this.sandbox = sandbox;
        this.canaries = canaries;
    }

    /** What is wrong when the tenant of that call computes 1 + 1 on the same kind of worker. */
    List<String> earlier(HostileCall attack) {
        FunctionSet functions =
                FunctionSet.of(
                        List.of(
                                function("ledger", LEDGER, canaries.earlierSecret()),
                                function("control", CONTROL, "")));
        Outcome outcome =
                sandbox.call(
                        functions,
                        Invocation.call("control").forTenant(attack.tenant()),
                        ordinary(attack.policy()));
        latest = Kind.of(attack);
        return expect(outcome, PythonValue.of(2), "1 + 1");
    }

    /**
     * What is wrong with {@link #earlier}, unless the latest honest call was already one like it.
     */
    List<String> beforehand(HostileCall attack) {
        return Kind.of(attack).equals(latest) ? List.of() : earlier(attack);
    }

    /** What is wrong when the neighbour asks for its own data. */
    List<String> neighbour() {
        String secret = canaries.neighbourSecret();
        Outcome outcome =
                sandbox.call(
                        FunctionSet.of(List.of(function("ledger", LEDGER, secret))),
                        Invocation.call("ledger").forTenant(NEIGHBOUR),
                        PATIENT);
        return expect(outcome, new PythonValue.PyStr(secret), "the neighbour's call");
    }

    private static List<String> expect(Outcome outcome, PythonValue value, String what) {
        return outcome.returnedValue().equals(Optional.of(value))
                ? List.of()
                : List.of("BROKEN: " + what + " ended as " + Expectation.described(outcome));
    }

    private static FunctionDefinition function(String name, String source, String secret) {
        return FunctionDefinition.builder(name, source.replace("@SECRET@", secret)).build();
    }

    /** Ordinary limits, on a worker like that of the attack. */
    private static ExecutionPolicy ordinary(ExecutionPolicy policy) {
        return HostileCall.on(
                policy.image(), PATIENT.with(LimitName.HEAP_BYTES, policy.limits().heapBytes()));
    }
}
