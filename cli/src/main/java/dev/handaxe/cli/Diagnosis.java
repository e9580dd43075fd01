package dev.handaxe.cli;

import dev.handaxe.benchmarks.hostile.HostileCase;
import dev.handaxe.benchmarks.hostile.HostileCorpus;
import dev.handaxe.benchmarks.hostile.HostileListener;
import dev.handaxe.benchmarks.hostile.HostileResult;
import dev.handaxe.benchmarks.hostile.HostileRun;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.ConfinementReport;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What this host guarantees: every finding with the evidence that was just gathered.
 *
 * <p>Immutable.
 *
 * @param confinement what confines workers: {@code bubblewrap} or {@code process}
 * @param findings in the order in which they were made
 * @param hostile how the sandbox stood the hostile corpus; empty if no call ended as it must
 * @param seconds all of it took
 */
record Diagnosis(
        String confinement,
        List<Finding> findings,
        Optional<HostileResult> hostile,
        double seconds) {

    /** How a finding counts. */
    enum Status {
        /** Holds. */
        OK,
        /** The default policy promises it, and it does not hold. */
        FAILED,
        /** This host does not give it; the default policy prefers it and does not promise it. */
        ABSENT
    }

    /**
     * One line.
     *
     * @param evidence what was seen, or why it does not hold; one line
     */
    record Finding(String topic, Status status, String evidence) {}

    /** Copies. */
    Diagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether all holds that the default policy promises. */
    boolean holds() {
        return hostile.isPresent()
                && hostile.get().held()
                && findings.stream().noneMatch(finding -> finding.status() == Status.FAILED);
    }

    /**
     * Gathers it.
     *
     * @param quick whether one program of each hostile class is enough
     */
    static Diagnosis of(SandboxOptions options, boolean quick, HostileListener listener) {
        long began = System.nanoTime();
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding(
                        "JDK",
                        Status.OK,
                        Runtime.version() + " in " + System.getProperty("java.home")));
        ExecutionPolicy policy = ExecutionPolicy.untrusted();
        ConfinementReport confinement;
        boolean computes;
        try (Sandbox sandbox = Sandbox.open(options.withWorkers(1).withSpares(0))) {
            computes = computes(sandbox, policy, findings);
            confinement = sandbox.confinement();
            findings.add(jit(sandbox));
        }
        for (ConfinementReport.Finding each : confinement.findings()) {
            Status status = each.held() ? Status.OK : Status.ABSENT;
            findings.add(new Finding(each.topic(), status, each.evidence()));
        }
        findings.add(limits(policy));
        Optional<HostileResult> hostile =
                computes
                        ? Optional.of(HostileRun.run(corpus(quick), options, listener))
                        : Optional.empty();
        return new Diagnosis(
                confinement.name(), findings, hostile, (System.nanoTime() - began) / 1e9);
    }

    private static boolean computes(
            Sandbox sandbox, ExecutionPolicy policy, List<Finding> findings) {
        long began = System.nanoTime();
        Outcome outcome =
                sandbox.call(FunctionSet.empty(), Invocation.program("assert 1 + 1 == 2"), policy);
        long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
        boolean computes = outcome instanceof Outcome.Returned;
        findings.add(
                new Finding(
                        "a worker computes",
                        computes ? Status.OK : Status.FAILED,
                        "1 + 1: %s, %d ms from nothing to the outcome"
                                .formatted(outcome.kind(), took)));
        return computes;
    }

    /** The image startup is what computed just before. */
    private static Finding jit(Sandbox sandbox) {
        String topic = "image jit";
        if (sandbox.jdkBringsCompiler()) {
            return new Finding(topic, Status.OK, "the compiler comes with the JDK, a GraalVM");
        }
        return sandbox.missing(Image.JIT)
                .map(why -> new Finding(topic, Status.ABSENT, why))
                .orElseGet(
                        () ->
                                new Finding(
                                        topic,
                                        Status.OK,
                                        "the compiler comes with the worker home, for a JDK that"
                                                + " brings none"));
    }

    private static Finding limits(ExecutionPolicy policy) {
        return new Finding(
                "default limits",
                Status.OK,
                "policy %s: %d ms of CPU, %d ms of wall time, %d MiB of heap; overrun at most %d ms"
                        .formatted(
                                policy.name(),
                                policy.limits().get(LimitName.CPU_MS),
                                policy.limits().get(LimitName.WALL_MS),
                                policy.limits().heapBytes() >> 20,
                                HostileRun.MAX_OVERRUN.toMillis()));
    }

    private static HostileCorpus corpus(boolean quick) {
        HostileCorpus all = HostileCorpus.load();
        if (!quick) {
            return all;
        }
        Set<Integer> seen = new HashSet<>();
        return all.only((HostileCase each) -> seen.add(each.hostileClass()));
    }
}
