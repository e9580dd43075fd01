package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a worker needs to compile Python: a folder {@code jit} in the worker home with GraalPy and
 * its tools as modules ({@code lib}), Graal's compiler, which takes the place of modules of the JDK
 * ({@code upgrade}), JVM flags ({@code jvm.flags}) and that GraalPy's standard library ({@code
 * python}). The worker's own classes are those of the home.
 *
 * <p>Immutable.
 */
record JitHome(Path home, Path folder) {
    /** The last file that the build writes. */
    static final String PREPARED = "prepared";

    private static final Pattern VERSION = Pattern.compile("-\\d.*\\.jar$");

    JitHome(Path home) {
        this(home, home.resolve("jit"));
    }

    /** What is missing of it; empty if nothing is. */
    Optional<String> absence() {
        for (String part : List.of("lib", "upgrade", "jvm.flags", PREPARED)) {
            if (!Files.exists(folder.resolve(part))) {
                return Optional.of(folder + " has no " + part);
            }
        }
        return Optional.empty();
    }

    /**
     * Fails if it is not there.
     *
     * @throws HandaxeException with {@link Code#WORKER_HOME}
     */
    void require() {
        absence()
                .ifPresent(
                        why -> {
                            throw new HandaxeException(
                                    Code.WORKER_HOME,
                                    "the worker home has no image jit: "
                                            + why
                                            + "; build the module worker-jit, or take the image"
                                            + " startup");
                        });
    }

    /**
     * The flags that make the JVM one that compiles Python.
     *
     * @throws IOException if the folder cannot be read
     */
    List<String> flags() throws IOException {
        return Stream.concat(
                        Files.readAllLines(folder.resolve("jvm.flags")).stream(),
                        Stream.of(
                                "--upgrade-module-path=" + folder.resolve("upgrade"),
                                "--module-path=" + folder.resolve("lib"),
                                "-Dpolyglot.engine.userResourceCache=" + folder.resolve("python")))
                .toList();
    }

    /**
     * The home's jars that are not here in another version.
     *
     * @throws IOException if a folder cannot be read
     */
    List<String> classPath() throws IOException {
        Set<String> modules = new HashSet<>();
        for (String part : List.of("lib", "upgrade")) {
            for (Path jar : WorkerImage.jars(folder.resolve(part))) {
                modules.add(artifact(jar));
            }
        }
        return WorkerImage.jars(home.resolve("lib")).stream()
                .filter(jar -> !modules.contains(artifact(jar)))
                .map(Path::toString)
                .toList();
    }

    private static String artifact(Path jar) {
        return VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
    }
}
