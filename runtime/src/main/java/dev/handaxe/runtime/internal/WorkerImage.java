package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker starts: a folder with the worker's jars ({@code lib}), JVM flags ({@code
 * jvm.flags}), GraalPy's unpacked standard library ({@code python}) and, when one was made, an AOT
 * cache ({@code worker.aot}).
 *
 * <p>Immutable.
 *
 * @param home the folder
 * @param java the java program that runs it
 * @param main the class that is run
 * @param more of the class path, behind the home's jars
 */
public record WorkerImage(Path home, Path java, String main, List<Path> more) {
    /** Names the folder when no option does. */
    public static final String HOME_PROPERTY = "handaxe.worker.home";

    private static final String MAIN = "dev.handaxe.worker.WorkerMain";
    private static final int JDK = 25;

    /**
     * Finds the worker's home and the JDK that runs it, and checks both.
     *
     * @throws HandaxeException if one is missing or broken
     */
    public static WorkerImage find(Optional<Path> workerHome, Optional<Path> javaHome) {
        Path home =
                workerHome.orElseGet(
                        () -> {
                            String property = System.getProperty(HOME_PROPERTY);
                            if (property == null) {
                                throw new HandaxeException(
                                        Code.WORKER_HOME,
                                        "no worker home: set the system property "
                                                + HOME_PROPERTY
                                                + " or SandboxOptions.withWorkerHome to the folder"
                                                + " worker/target/worker-home of a build");
                            }
                            return Path.of(property);
                        });
        Path absolute = home.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute.resolve("lib"))
                || !Files.isRegularFile(absolute.resolve("jvm.flags"))) {
            throw new HandaxeException(
                    Code.WORKER_HOME,
                    absolute
                            + " is no worker home: it lacks lib or jvm.flags; build Handaxe first");
        }
        Path jdk = javaHome.orElseGet(() -> Path.of(System.getProperty("java.home")));
        try {
            jdk = jdk.toRealPath(); // the AOT cache knows it by this name
        } catch (IOException e) {
            throw new HandaxeException(Code.NO_JDK, jdk + " is no JDK: it is not there", e);
        }
        Path java = jdk.resolve("bin").resolve("java");
        if (!Files.isExecutable(java)) {
            throw new HandaxeException(Code.NO_JDK, jdk + " is no JDK: it has no bin/java");
        }
        int version = version(jdk);
        if (version != JDK) {
            throw new HandaxeException(
                    Code.NO_JDK, jdk + " is a JDK " + version + ", workers need " + JDK);
        }
        return new WorkerImage(absolute, java, MAIN, List.of());
    }

    /** The same with another program, for a test of what confines a worker. */
    public WorkerImage withMain(String other, List<Path> classPath) {
        return new WorkerImage(home, java, other, List.copyOf(classPath));
    }

    /** The folder of the JDK. */
    public Path jdk() {
        return java.resolve("../..").normalize();
    }

    /** How the JVM of a worker compiles: soon, or well. */
    public enum Compiler {
        /** C1 alone: half the time to a first result, two to four times slower in long loops. */
        QUICK,
        /** C2 as well, for calls that may run long. */
        OPTIMIZING;

        /**
         * The JVM's flags. The profiles in the AOT cache come from short calls and mislead C2
         * (measured: a loop of 17 s takes over 60 s with them), so it does without.
         */
        List<String> flags() {
            return switch (this) {
                case QUICK -> List.of("-XX:TieredStopAtLevel=1");
                case OPTIMIZING ->
                        List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining");
            };
        }
    }

    /**
     * The command line of a worker with that heap.
     *
     * @param arguments of the worker's program
     * @throws HandaxeException if the home cannot be read
     */
    public List<String> command(long heapBytes, Compiler compiler, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-Xmx" + heapBytes);
        command.addAll(compiler.flags());
        try {
            command.addAll(Files.readAllLines(home.resolve("jvm.flags")));
            Path cache = home.resolve("worker.aot");
            if (Files.isRegularFile(cache)) {
                command.add("-XX:AOTCache=" + cache);
            }
            command.add("-Dpolyglot.engine.userResourceCache=" + home.resolve("python"));
            command.add("-cp");
            try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
                Stream<String> own =
                        jars.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted();
                command.add(
                        Stream.concat(own, more.stream().map(Path::toString))
                                .collect(Collectors.joining(File.pathSeparator)));
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.WORKER_HOME, home + " cannot be read", e);
        }
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    private static int version(Path jdk) {
        Properties release = new Properties();
        try (var in = Files.newInputStream(jdk.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.NO_JDK, jdk + " is no JDK: its release file cannot be read", e);
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
