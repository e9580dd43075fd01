package dev.handaxe.runtime.internal;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.protocol.Frame;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A worker home and a JDK whose {@code bin/java} is a script, so that a sandbox starts what a test
 * wants, through the ways it starts everything. Thread-safe.
 */
final class FakeJdk {
    private final Path folder;
    private final Path honest;

    private FakeJdk(Path folder) {
        this.folder = folder;
        honest = folder.resolve("honest");
    }

    /** Workers run {@link FakeWorker} and misbehave in that way, until told otherwise. */
    static FakeJdk of(Path folder, FakeWorker.Way way) throws IOException {
        FakeJdk jdk = new FakeJdk(folder);
        Files.createDirectories(folder.resolve("home/lib"));
        Files.writeString(folder.resolve("home/jvm.flags"), "");
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.copy(real().resolve("release"), folder.resolve("jdk/release"));
        String java = real() + "/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m -cp ";
        Path script = folder.resolve("jdk/bin/java");
        Files.writeString(
                script,
                """
                #!/bin/sh
                case "$*" in *ConfinementProbe*) exec %s/bin/java "$@" ;; esac
                way=%s
                [ -e %s ] && way=HONEST
                exec %s %s %s "$way"
                """
                        .formatted(
                                real(),
                                way,
                                jdk.honest,
                                java,
                                classPath(),
                                FakeWorker.class.getName()));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("no permission to make a script");
        }
        return jdk;
    }

    SandboxOptions options() {
        return SandboxOptions.defaults()
                .withWorkers(1)
                .withSpares(0)
                .withBubblewrap(new BubblewrapUse.Off())
                .withWorkerHome(folder.resolve("home"))
                .withJavaHome(folder.resolve("jdk"));
    }

    /** Workers that start from now on behave. */
    void becomeHonest() throws IOException {
        Files.writeString(honest, "");
    }

    private static Path real() {
        return Path.of(System.getProperty("java.home"));
    }

    private static String classPath() {
        return Stream.of(FakeWorker.class, Frame.class, LimitName.class)
                .map(FakeJdk::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
