package dev.handaxe.cli;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The same command under {@code spark-submit}: Spark has a class path of its own, and nothing of it
 * is on this one. Its arguments, streams and exit code are those of this process.
 */
final class SparkProgram {
    /** Beside the launcher: in a release, and in a build. */
    private static final List<String> JARS =
            List.of("spark/handaxe-spark.jar", "spark/program/target/handaxe-spark.jar");

    private SparkProgram() {}

    /**
     * Runs the command to its end.
     *
     * @param line the command's, with the arguments that it was given
     * @return the exit code
     * @throws UsageException if Spark or the program for it is not here
     * @throws HandaxeException with {@link Code#INTERRUPTED} if this thread is interrupted
     */
    static int become(Terminal terminal, CommandLine line, Optional<String> master) {
        String home = terminal.environment().getOrDefault("SPARK_HOME", "");
        Path submit = Path.of(home, "bin", "spark-submit");
        if (home.isEmpty() || !Files.isExecutable(submit)) {
            throw new UsageException(
                    "--engine spark needs Apache Spark 4.2: set SPARK_HOME to its folder, the one"
                            + " that has bin/spark-submit");
        }
        List<String> command = new ArrayList<>();
        command.add(submit.toString());
        master.ifPresent(url -> command.addAll(List.of("--master", url)));
        command.addAll(
                List.of(
                        "--driver-java-options",
                        "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                                + terminalFlag("stdout")
                                + terminalFlag("stderr")));
        command.add(jar().toString());
        CommandLine root = line;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        command.addAll(root.getParseResult().originalArgs());
        return run(terminal, command);
    }

    private static String terminalFlag(String stream) {
        String name = "handaxe." + stream + ".terminal";
        return " -D" + name + "=" + Boolean.getBoolean(name);
    }

    private static Path jar() {
        String launcher = System.getProperty("handaxe.launcher", "handaxe");
        Path beside = Path.of(launcher).toAbsolutePath();
        return JARS.stream()
                .map(beside::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "--engine spark needs %s beside %s: it is built by mvn"
                                                        .formatted(JARS.getFirst(), launcher)
                                                + " -Dquick package -pl spark/program -am"));
    }

    private static int run(Terminal terminal, List<String> command) {
        terminal.out().flush();
        terminal.err().flush();
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process child;
        try {
            child = builder.start();
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.IO, "cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
        try {
            return child.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            child.destroy();
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }
}
