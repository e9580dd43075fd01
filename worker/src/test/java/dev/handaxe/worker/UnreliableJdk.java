package dev.handaxe.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JDK whose {@code bin/java} is a script before the real one, for faults and flags that no option
 * gives. Thread-safe.
 */
final class UnreliableJdk {
    private final Path home;
    private final Path failing;

    private UnreliableJdk(Path home) {
        this.home = home;
        failing = home.resolve("failing");
    }

    /** Made in that folder; workers get these flags besides their own. */
    static UnreliableJdk in(Path folder, String... flags) throws IOException {
        Path real = Path.of(System.getProperty("java.home"));
        UnreliableJdk jdk = new UnreliableJdk(Files.createDirectories(folder.resolve("jdk")));
        Files.copy(real.resolve("release"), jdk.home.resolve("release"));
        Path script = Files.createDirectory(jdk.home.resolve("bin")).resolve("java");
        Files.writeString(
                script,
                """
                #!/bin/sh
                [ -e %s ] && exit 9
                exec %s/bin/java %s "$@"
                """
                        .formatted(jdk.failing, real, String.join(" ", flags)));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("no permission to make a script");
        }
        return jdk;
    }

    Path home() {
        return home;
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
