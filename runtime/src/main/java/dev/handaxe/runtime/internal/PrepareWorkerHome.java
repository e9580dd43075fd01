package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.internal.WorkerImage.Compiler;
import dev.handaxe.runtime.internal.confinement.LibraryList;
import dev.handaxe.runtime.internal.confinement.SystemCallFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the build, or a bundle that was unpacked, needs on a fresh worker home: a worker that
 * unpacks GraalPy's standard library into it and records an AOT cache for the next starts. A cache
 * that cannot be made is left out; a standard library that cannot be unpacked fails the build. The
 * image jit, which comes later, is prepared in the same way, without a cache: the JVM makes none
 * where modules of its own are replaced.
 */
public final class PrepareWorkerHome {
    private static final long HEAP_BYTES = 512L << 20;
    private static final int PATIENCE_SECONDS = 300;

    private PrepareWorkerHome() {}

    /** With the worker home's folder as its first argument, and {@code jit} for that image. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        WorkerImage image = WorkerImage.find(Optional.of(home), Optional.empty());
        if (arguments.length > 1 && arguments[1].equals("jit")) {
            prepareJit(image);
            return;
        }
        prepare(image);
    }

    /** Makes that image's home ready, unless it is. */
    static void prepare(WorkerImage image) throws IOException, InterruptedException {
        SystemCallFilter.writeAll(image.home());
        LibraryList.write(image.home(), image.jdk());
        Path cache = image.home().resolve("worker.aot");
        if (isFresh(image.home(), cache)) {
            makeReadable(image.home());
            return;
        }
        Files.deleteIfExists(cache);
        Path draft = image.home().resolve("worker.aot.new");
        int status = run(image, Compiler.QUICK, List.of("-XX:AOTCacheOutput=" + draft));
        if (status != 0 || !Files.isRegularFile(draft)) {
            Files.deleteIfExists(draft);
            status = run(image, Compiler.QUICK, List.of());
        } else {
            Files.move(draft, cache);
        }
        if (status != 0) {
            throw new IOException("the worker could not be prepared: status " + status);
        }
        makeReadable(image.home());
    }

    /** Nobody takes the image for whole before the last file says so. */
    private static void prepareJit(WorkerImage image) throws IOException, InterruptedException {
        JitHome jit = new JitHome(image.home());
        Path prepared = jit.folder().resolve(JitHome.PREPARED);
        if (Files.isRegularFile(prepared) && !isOlder(prepared, jit.folder().resolve("lib"))) {
            return;
        }
        Files.deleteIfExists(prepared);
        delete(jit.folder().resolve("python"));
        int status = run(image, Compiler.GRAAL, List.of());
        if (status != 0) {
            throw new IOException(
                    "the image jit could not be prepared: status "
                            + status
                            + ", and its words are in "
                            + image.home().resolve("prepare.log"));
        }
        Files.writeString(prepared, "");
        makeReadable(jit.folder());
    }

    private static boolean isOlder(Path file, Path jars) throws IOException {
        FileTime made = Files.getLastModifiedTime(file);
        for (Path jar : WorkerImage.jars(jars)) {
            if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                return true;
            }
        }
        return false;
    }

    /** With all that is in it. */
    static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
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

    private static int run(WorkerImage image, Compiler compiler, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(image.command(HEAP_BYTES, compiler, List.of("--prepare")));
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
