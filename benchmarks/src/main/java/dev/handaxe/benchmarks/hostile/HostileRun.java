package dev.handaxe.benchmarks.hostile;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs hostile programs one after the other in one sandbox. After each it checks that the outcome
 * is the expected one and in time, that the sandbox still computes {@code 1 + 1}, that no secret
 * came out, that no canary was touched, and that nothing was left behind.
 *
 * <pre>{@code
 * HostileResult result =
 *         HostileRun.run(HostileCorpus.load(), SandboxOptions.defaults(), HostileListener.NONE);
 * }</pre>
 *
 * <p>Confined to one thread.
 */
public final class HostileRun {
    /** What a call may take beyond its limit. */
    public static final Duration MAX_OVERRUN = Duration.ofMillis(300);

    /** One lane attacks, the other is the neighbour's. */
    private static final int WORKERS = 2;

    private static final int SPARES = 1;

    /** On a busy host the supervisor itself may get no processor for a while. */
    private static final int ATTEMPTS = 3;

    /** Workers that are being replaced, and descriptors that are being closed, need a moment. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final Canaries canaries;
    private final Witness witness;
    private final Sandbox sandbox;
    private final Footprint bound;

    private HostileRun(Canaries canaries, Sandbox sandbox, Footprint before) {
        this.canaries = canaries;
        this.sandbox = sandbox;
        witness = new Witness(sandbox, canaries);
        bound = before.with(WORKERS + SPARES);
    }

    /**
     * Runs the cases in their order, in a sandbox of its own with two workers and a spare.
     *
     * @param options the worker's program, JDK and confinement; the numbers of workers and spares
     *     in it do not count
     * @throws HandaxeException if the host cannot start workers, or the thread is interrupted
     */
    public static HostileResult run(
            HostileCorpus corpus, SandboxOptions options, HostileListener listener) {
        List<HostileVerdict> verdicts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        WorkerHomeState home = WorkerHomeState.of(options);
        try (Canaries canaries = Canaries.plant(System.getenv())) {
            Footprint before = Footprint.now();
            try (Sandbox sandbox = Sandbox.open(options.withWorkers(WORKERS).withSpares(SPARES))) {
                HostileRun run = new HostileRun(canaries, sandbox, before);
                problems.addAll(run.witness.neighbour());
                for (HostileCase next : corpus.cases()) {
                    listener.started(next, verdicts.size() + 1, corpus.cases().size());
                    HostileVerdict verdict = run.judged(next);
                    verdicts.add(verdict);
                    listener.judged(verdict);
                }
                problems.addAll(run.witness.neighbour());
            }
            problems.addAll(before.exceeded(SETTLE));
            problems.addAll(canaries.touched());
        }
        problems.addAll(home.changes());
        return new HostileResult(verdicts, problems);
    }

    /** A case that was late, and nothing else, is run again: it may have been the host. */
    private HostileVerdict judged(HostileCase next) {
        HostileVerdict verdict = attack(next);
        for (int attempt = 1; attempt < ATTEMPTS && verdict.onlyLate(); attempt++) {
            verdict = attack(next).after(verdict);
        }
        return verdict;
    }

    private HostileVerdict attack(HostileCase next) {
        List<String> problems = new ArrayList<>(witness.beforehand(next.attack()));
        long started = System.nanoTime();
        Duration overrun = Duration.ZERO;
        Outcome outcome;
        if (next.meanwhile().isPresent()) {
            problems.addAll(witness.neighbour());
            FutureTask<Outcome> attack = new FutureTask<>(() -> call(next.attack()));
            Thread.ofPlatform().daemon().name("hostile-attack").start(attack);
            HostileCall meanwhile = next.meanwhile().get();
            overrun = judge(" (meanwhile)", meanwhile, call(meanwhile), problems);
            outcome = await(attack);
        } else {
            outcome = call(next.attack());
        }
        overrun = longer(overrun, judge("", next.attack(), outcome, problems));
        if (next.then().isPresent()) {
            HostileCall then = next.then().get();
            overrun = longer(overrun, judge(" (then)", then, call(then), problems));
        }
        problems.addAll(witness.earlier(next.attack()));
        problems.addAll(canaries.touched());
        problems.addAll(bound.exceeded(SETTLE));
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new HostileVerdict(next, outcome, overrun, List.of(), took, problems);
    }

    private Outcome call(HostileCall call) {
        String source = canaries.fill(call.source());
        if (call.function().isEmpty()) {
            return sandbox.call(
                    FunctionSet.empty(),
                    Invocation.program(source).forTenant(call.tenant()),
                    call.policy());
        }
        Invocation.Call target = call.function().get();
        FunctionSet functions =
                FunctionSet.of(
                        List.of(FunctionDefinition.builder(target.function(), source).build()));
        return sandbox.call(functions, target.forTenant(call.tenant()), call.policy());
    }

    /** Adds what was wrong with one call, and tells its overrun. */
    private Duration judge(String which, HostileCall call, Outcome outcome, List<String> problems) {
        call.expected().problems(outcome).forEach(problem -> problems.add(problem + which));
        canaries.seenIn(outcome).forEach(leak -> problems.add(leak + which));
        Duration overrun = overrun(call.policy(), outcome);
        if (overrun.compareTo(MAX_OVERRUN) > 0) {
            problems.add(
                    "%s%d ms beyond its limit%s"
                            .formatted(HostileVerdict.LATE, overrun.toMillis(), which));
        }
        return overrun;
    }

    /** Beyond the limit that the outcome names, and beyond the wall limit whatever it names. */
    private static Duration overrun(ExecutionPolicy policy, Outcome outcome) {
        Duration beyondWall = outcome.report().metrics().wall().minus(policy.limits().wall());
        Duration overrun = beyondWall.isNegative() ? Duration.ZERO : beyondWall;
        if (!(outcome instanceof Outcome.LimitExceeded exceeded)) {
            return overrun;
        }
        var breach = exceeded.breach();
        Duration seenLate =
                breach.limit() == LimitName.WALL_MS
                        ? Duration.ofMillis(breach.used() - breach.allowed())
                        : Duration.ZERO;
        return longer(overrun, longer(breach.overrun(), seenLate));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Outcome await(FutureTask<Outcome> attack) {
        try {
            return attack.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandaxeException(Code.INTERRUPTED, "the hostile run was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof HandaxeException fault
                    ? fault
                    : new IllegalStateException(e.getCause());
        }
    }
}
