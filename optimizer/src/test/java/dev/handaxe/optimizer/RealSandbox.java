package dev.handaxe.optimizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the sandbox of the build tree for integration tests. */
final class RealSandbox {
    private RealSandbox() {}

    /** Skips the test if this is a build of a part of the project that has no worker. */
    static Sandbox open() {
        Path home = Path.of(System.getProperty("handaxe.worker.home", "worker-home"));
        assumeTrue(
                Files.isDirectory(home.resolve("lib")),
                () -> "there is no worker home at " + home + ": build the module worker too");
        return Sandbox.open(SandboxOptions.defaults().withWorkers(2).withSpares(1));
    }
}
