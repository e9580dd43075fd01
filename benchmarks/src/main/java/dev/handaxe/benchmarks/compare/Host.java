package dev.handaxe.benchmarks.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was measured on.
 *
 * <p>Immutable.
 *
 * @param processor as the system names it
 * @param processors how many the JVM may use
 * @param memoryMib of the machine; 0 where the system does not say
 */
public record Host(String processor, int processors, long memoryMib, String system, String java) {
    /** The one this runs on. */
    public static Host here() {
        return new Host(
                field(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/meminfo"), "MemTotal")
                        .map(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024)
                        .orElse(0L),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.vendor") + " " + Runtime.version());
    }

    /** Puts it under {@code host}. */
    public void into(ObjectNode json) {
        json.putObject("host")
                .put("processor", processor)
                .put("processors", processors)
                .put("memory_mib", memoryMib)
                .put("system", system)
                .put("java", java);
    }

    /** In one line, for people. */
    public String line() {
        return "%s, %d processors, %d MiB, %s, Java %s"
                .formatted(processor, processors, memoryMib, system, java);
    }

    private static Optional<String> field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
