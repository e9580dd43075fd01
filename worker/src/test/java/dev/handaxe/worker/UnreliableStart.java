package dev.handaxe.worker;

import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A script in front of the program that starts a worker, for faults and flags that no option gives:
 * before {@code java} of a plain process, or before bubblewrap. Thread-safe.
 */
final class UnreliableStart {
    private final Path failing;
    private final UnaryOperator<SandboxOptions> use;

    private UnreliableStart(Path failing, UnaryOperator<SandboxOptions> use) {
        this.failing = failing;
        this.use = use;
    }

    /**
     * A JDK for plain processes, made in that folder; workers get these flags besides their own.
     */
    static UnreliableStart ofJava(Path folder, String... flags) throws IOException {
        Path real = Path.of(System.getProperty("java.home"));
        Path failing = folder.resolve("failing");
        Path home = Files.createDirectories(folder.resolve("jdk"));
        Files.copy(real.resolve("release"), home.resolve("release"));
        Path program = Files.createDirectory(home.resolve("bin")).resolve("java");
        script(program, failing, real + "/bin/java " + String.join(" ", flags));
        return new UnreliableStart(
                failing,
                options -> options.withJavaHome(home).withBubblewrap(new BubblewrapUse.Off()));
    }

    /** The host's bubblewrap behind a script in that folder. */
    static UnreliableStart ofBubblewrap(Path folder) throws IOException {
        Path failing = folder.resolve("failing");
        Path program = folder.resolve("bwrap");
        // the user that workers become may have to reach it
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path real = bubblewrap().orElseThrow();
        script(program, failing, "env -i " + real); // as one process, as without a script
        return new UnreliableStart(
                failing, options -> options.withBubblewrap(new BubblewrapUse.Program(program)));
    }

    /** The host's bubblewrap. */
    static Optional<Path> bubblewrap() {
        return Stream.of("/usr/local/bin", "/usr/bin", "/bin")
                .map(bin -> Path.of(bin, "bwrap"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void script(Path program, Path failing, String command) throws IOException {
        Files.writeString(
                program,
                """
                #!/bin/sh
                [ -e %s ] && exit 9
                exec %s "$@"
                """
                        .formatted(failing, command));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Those options, with starts that go through the script. */
    SandboxOptions in(SandboxOptions options) {
        return use.apply(options);
    }

    /** Whether workers that are started from now on die at once. */
    void fails(boolean now) throws IOException {
        if (now) {
            Files.writeString(failing, "");
        } else {
            Files.deleteIfExists(failing);
        }
    }
}
