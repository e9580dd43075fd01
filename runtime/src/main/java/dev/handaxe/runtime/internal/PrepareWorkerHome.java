package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.internal.confinement.LibraryList;
import dev.handaxe.runtime.internal.confinement.SystemCallFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the build runs on a fresh worker home: a worker that unpacks GraalPy's standard library into
 * it and records an AOT cache for the next starts. A cache that cannot be made is left out; a
 * standard library that cannot be unpacked fails the build.
 */
public final class PrepareWorkerHome {
    private static final long HEAP_BYTES = 512L << 20;
    private static final int PATIENCE_SECONDS = 300;

    private PrepareWorkerHome() {}

    /** With the worker home's folder as its only argument. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        WorkerImage image = WorkerImage.find(Optional.of(home), Optional.empty());
        SystemCallFilter.writeAll(image.home());
        LibraryList.write(image.home(), image.jdk());
        Path cache = image.home().resolve("worker.aot");
        if (isFresh(image.home(), cache)) {
            makeReadable(image.home());
            return;
        }
        Files.deleteIfExists(cache);
        Path draft = image.home().resolve("worker.aot.new");
        int status = run(image, List.of("-XX:AOTCacheOutput=" + draft));
        if (status != 0 || !Files.isRegularFile(draft)) {
            Files.deleteIfExists(draft);
            status = run(image, List.of());
        } else {
            Files.move(draft, cache);
        }
        if (status != 0) {
            throw new IOException("the worker could not be prepared: status " + status);
        }
        makeReadable(image.home());
    }

    /** Workers of a supervisor that is root run as another user; GraalPy unpacks for its own. */
    private static void makeReadable(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                permissions.add(PosixFilePermission.GROUP_READ);
                permissions.add(PosixFilePermission.OTHERS_READ);
                if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
                    permissions.add(PosixFilePermission.GROUP_EXECUTE);
                    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
                }
                Files.setPosixFilePermissions(file, permissions);
            }
        }
    }

    private static boolean isFresh(Path home, Path cache) throws IOException {
        if (!Files.isRegularFile(cache) || !Files.isDirectory(home.resolve("python"))) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(cache);
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            for (Path input : Stream.concat(jars, Stream.of(home.resolve("jvm.flags"))).toList()) {
                if (Files.getLastModifiedTime(input).compareTo(made) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int run(WorkerImage image, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        image.command(
                                HEAP_BYTES, WorkerImage.Compiler.QUICK, List.of("--prepare")));
        command.addAll(1, flags);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(image.home().resolve("prepare.log").toFile())
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
