package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.internal.WorkerImage.Compiler;
import dev.handaxe.runtime.packages.PackageMount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which worker a policy's calls need. Thread-safe. */
final class Profiles {
    /** A policy that allows this much CPU time expects calls for which the better compiler pays. */
    private static final Duration LONG_CALLS = Duration.ofSeconds(15);

    private final WorkerImage image;
    private final GrantedPackages packages;
    private final boolean haveJit;

    /** Of workers of that image, with packages of that store. */
    Profiles(WorkerImage image, GrantedPackages packages) {
        this.image = image;
        this.packages = packages;
        haveJit = image.jitAbsence().isEmpty();
    }

    /** Whether there were workers that compile Python when the sandbox was opened. */
    boolean haveJit() {
        return haveJit;
    }

    /** The image that workers are made from. */
    WorkerImage image() {
        return image;
    }

    /**
     * What a worker for that policy is when a call begins.
     *
     * @throws HandaxeException if a package of the policy cannot be had, or its image
     */
    Profile of(ExecutionPolicy policy, String tenant) {
        List<PackageMount> mounts = packages.mounts(policy.grants().packages());
        Profile startup =
                new Profile(
                        policy.limits().heapBytes(),
                        policy.limits().cpu().compareTo(LONG_CALLS) >= 0
                                ? Compiler.OPTIMIZING
                                : Compiler.QUICK,
                        tenant,
                        Profile.Reuse.of(policy),
                        mounts,
                        mounts.isEmpty() ? Optional.empty() : policy.determinism());
        // The engine that compiles on any JDK does not show a tracer its variables.
        if (policy.image() != Image.JIT || policy.trace() != TraceMode.OFF) {
            return startup;
        }
        image.requireJit();
        return startup.compilingPython();
    }
}
