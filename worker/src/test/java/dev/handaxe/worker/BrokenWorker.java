package dev.handaxe.worker;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.ConfinementReport;
import dev.handaxe.runtime.ConfinementReport.Finding;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.internal.Calls;
import dev.handaxe.runtime.internal.WorkerImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A sandbox whose workers are {@link EscapeMain}, started, confined, supervised and killed by the
 * code that does it for true workers.
 */
final class BrokenWorker implements AutoCloseable {
    private static final ExecutionPolicy POLICY =
            ExecutionPolicy.evaluation()
                    .with(LimitName.CPU_MS, 14_000)
                    .with(LimitName.WALL_MS, 20_000);

    private final Calls calls;

    BrokenWorker(BubblewrapUse use) {
        this(use, Optional.empty());
    }

    BrokenWorker(BubblewrapUse use, Optional<Path> home) {
        WorkerImage image =
                WorkerImage.find(home, Optional.empty())
                        .withMain(EscapeMain.class.getName(), List.of(testClasses()));
        SandboxOptions options =
                SandboxOptions.defaults().withWorkers(1).withSpares(0).withBubblewrap(use);
        calls = Calls.open(options, image);
    }

    /** A new worker's home with all that this worker needs, but no filter of system calls. */
    static Path homeWithoutFilter() throws IOException {
        Path home = Path.of(System.getProperty(WorkerImage.HOME_PROPERTY));
        // Beside the other: jars are linked, and another user has to be able to read it.
        Path folder = Files.createDirectory(home.resolveSibling("home-" + UUID.randomUUID()));
        Files.copy(home.resolve("jvm.flags"), folder.resolve("jvm.flags"));
        Path lib = Files.createDirectory(folder.resolve("lib"));
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                Files.createLink(lib.resolve(jar.getFileName()), jar);
            }
        }
        return folder;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    static Path testClasses() {
        try {
            return Path.of(
                    EscapeMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    ConfinementReport report() {
        return calls.confinement();
    }

    /** Whether the host's report claims that. */
    boolean claims(String topic) {
        return report().findings().stream()
                .filter(finding -> finding.topic().equals(topic))
                .anyMatch(Finding::held);
    }

    /** What the attempt got, or how it was refused. */
    String attempt(Object... words) {
        Outcome outcome = run(POLICY, words);
        return outcome.returnedValue().orElseThrow(() -> new AssertionError(outcome))
                        instanceof PyStr(String text)
                ? text
                : outcome.toString();
    }

    Outcome run(ExecutionPolicy policy, Object... words) {
        String program =
                String.join("\n", java.util.Arrays.stream(words).map(String::valueOf).toList());
        return calls.call(FunctionSet.empty(), Invocation.program(program), policy);
    }

    @Override
    public void close() {
        calls.close();
    }
}
