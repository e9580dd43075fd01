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
import java.util.stream.Stream;

/**
 * How a worker starts: a folder with the worker's jars ({@code lib}), JVM flags ({@code
 * jvm.flags}), GraalPy's unpacked standard library ({@code python}) and, when one was made, an AOT
 * cache ({@code worker.aot}); and beside it what compiles Python, the {@link JitHome}.
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
     * A worker lives on some 60 MB when it is idle. The JVM would begin with a 64th of the host's
     * memory, and touch all of it (measured: 272 MiB resident, with this 221).
     */
    private static final long FIRST_HEAP_BYTES = 64L << 20;

    /**
     * Finds the worker's home and the JDK that runs it, and checks both.
     *
     * @throws HandaxeException if one is missing or broken
     */
    public static WorkerImage find(Optional<Path> workerHome, Optional<Path> javaHome) {
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
        Path home = home(workerHome, jdk);
        Path absolute = home.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute.resolve("lib"))
                || !Files.isRegularFile(absolute.resolve("jvm.flags"))) {
            throw new HandaxeException(
                    Code.WORKER_HOME,
                    absolute
                            + " is no worker home: it lacks lib or jvm.flags; build Handaxe first");
        }
        return new WorkerImage(absolute, java, MAIN, List.of());
    }

    /** That one, the one that the property names, or the bundle's. */
    private static Path home(Optional<Path> named, Path jdk) {
        return named.or(() -> Optional.ofNullable(System.getProperty(HOME_PROPERTY)).map(Path::of))
                .or(() -> WorkerBundle.home(jdk))
                .orElseThrow(
                        () ->
                                new HandaxeException(
                                        Code.WORKER_HOME,
                                        "no worker home: add the artifact dev.handaxe:worker-bundle,"
                                                + " or set the system property "
                                                + HOME_PROPERTY
                                                + " or SandboxOptions.withWorkerHome to the folder"
                                                + " worker/target/worker-home of a build"));
    }

    /** The same with another program, for a test of what confines a worker. */
    public WorkerImage withMain(String other, List<Path> classPath) {
        return new WorkerImage(home, java, other, List.copyOf(classPath));
    }

    /** The folder of the JDK. */
    public Path jdk() {
        return java.resolve("../..").normalize();
    }

    /** What of the image jit is missing; empty if nothing is. */
    public Optional<String> jitAbsence() {
        return bringsCompiler() ? Optional.empty() : new JitHome(home).absence();
    }

    /**
     * Whether the JDK is a GraalVM's: it finds its compiler by itself, in the worker's own jars.
     */
    public boolean bringsCompiler() {
        return Files.isRegularFile(jdk().resolve("lib").resolve("libjvmcicompiler.so"));
    }

    /**
     * Fails if no worker can compile Python.
     *
     * @throws HandaxeException with {@link Code#WORKER_HOME}
     */
    void requireJit() {
        if (!bringsCompiler()) {
            new JitHome(home).require();
        }
    }

    /** How the JVM of a worker compiles: soon, or well. */
    public enum Compiler {
        /** C1 alone: half the time to a first result, two to four times slower in long loops. */
        QUICK,
        /** C2 as well, for calls that may run long. */
        OPTIMIZING,
        /** C2, and Graal's compiler for Python: ready after several seconds, then fastest. */
        GRAAL;

        /**
         * Graal's compiler is a Java program in the worker's own heap, beside the guest, and keeps
         * there what it knows of the code. It gets this much more, so that the guest has its own.
         */
        private static final long GRAAL_HEAP_BYTES = 384L << 20;

        /** What the heap holds besides the guest's. */
        long ownHeapBytes() {
            return this == GRAAL ? GRAAL_HEAP_BYTES : 0;
        }

        /**
         * The JVM's flags. The profiles in the AOT cache come from short calls and mislead C2
         * (measured: a loop of 17 s takes over 60 s with them), so it does without.
         */
        List<String> flags() {
            return switch (this) {
                case QUICK -> List.of("-XX:TieredStopAtLevel=1");
                case OPTIMIZING, GRAAL ->
                        List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining");
            };
        }
    }

    /**
     * The command line of a worker with that heap for guests.
     *
     * @param arguments of the worker's program
     * @throws HandaxeException if the home cannot be read
     */
    public List<String> command(long heapBytes, Compiler compiler, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-Xmx" + (heapBytes + compiler.ownHeapBytes()));
        command.add("-Xms" + Math.min(heapBytes, FIRST_HEAP_BYTES));
        command.addAll(compiler.flags());
        try {
            List<String> classPath = new ArrayList<>();
            command.addAll(Files.readAllLines(home.resolve("jvm.flags")));
            if (compiler == Compiler.GRAAL && !bringsCompiler()) {
                JitHome jit = new JitHome(home);
                command.addAll(jit.flags());
                classPath.addAll(jit.classPath());
            } else {
                Path cache = home.resolve("worker.aot");
                if (Files.isRegularFile(cache)) {
                    command.add("-XX:AOTCache=" + cache);
                }
                command.add("-Dpolyglot.engine.userResourceCache=" + home.resolve("python"));
                jars(home.resolve("lib")).forEach(jar -> classPath.add(jar.toString()));
            }
            more.forEach(path -> classPath.add(path.toString()));
            command.add("-cp");
            command.add(String.join(File.pathSeparator, classPath));
        } catch (IOException e) {
            throw new HandaxeException(Code.WORKER_HOME, home + " cannot be read", e);
        }
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
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
