package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process sees of its own confinement, read from /proc. As a program, run where a worker
 * would run, it prints the facts: that a flag was given proves nothing, what the kernel says of the
 * process does.
 */
public final class ConfinementProbe {
    /** Each line of the output begins with this; a tool's own words do not. */
    static final String MARK = "fact ";

    private static final Path SELF = Path.of("/proc/self");
    private static final int LIMIT_NAME_WIDTH = 26;
    private static final List<String> NAMESPACES =
            List.of("net", "pid", "ipc", "uts", "user", "mnt", "cgroup");

    private ConfinementProbe() {}

    /**
     * Prints the facts, one a line; its arguments are the worker's home, all of which has to be
     * readable, and folders that might be writable.
     */
    public static void main(String[] arguments) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            Optional<Path> secret = files.filter(file -> !Files.isReadable(file)).findFirst();
            if (secret.isPresent()) {
                throw new AccessDeniedException(secret.get().toString());
            }
        }
        StringBuilder text = new StringBuilder();
        facts(Stream.of(arguments).map(Path::of).toList())
                .forEach((key, value) -> text.append(MARK + key + "=" + value + "\n"));
        try (OutputStream out = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The facts about this process. */
    static Map<String, String> facts(List<Path> perhapsWritable) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        for (String namespace : NAMESPACES) {
            Path link = SELF.resolve("ns").resolve(namespace);
            if (Files.isSymbolicLink(link)) {
                facts.put("ns." + namespace, Files.readSymbolicLink(link).toString());
            }
        }
        for (String line : Files.readAllLines(SELF.resolve("status"))) {
            String[] parts = line.split(":\\s*", 2);
            switch (parts[0]) {
                case "Uid" -> facts.put("uid", parts[1].split("\\s", -1)[0]);
                case "CapEff", "CapPrm", "NoNewPrivs", "Seccomp" -> facts.put(parts[0], parts[1]);
                default -> {
                    // says nothing about confinement
                }
            }
        }
        for (String line : Files.readAllLines(SELF.resolve("limits")).stream().skip(1).toList()) {
            String name = line.substring(0, LIMIT_NAME_WIDTH).strip();
            facts.put(
                    "limit." + name, line.substring(LIMIT_NAME_WIDTH).strip().split("\\s+", -1)[1]);
        }
        facts.put("interfaces", interfaces());
        facts.put(
                "processes",
                Long.toString(entries(Path.of("/proc")).filter(n -> n.matches("\\d+")).count()));
        facts.put("root", entries(Path.of("/")).sorted().collect(Collectors.joining(" ")));
        facts.put(
                "folder bytes", Long.toString(Files.getFileStore(Path.of("/tmp")).getTotalSpace()));
        facts.put("hostname", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        facts.put(
                "environment",
                System.getenv().keySet().stream().sorted().collect(Collectors.joining(" ")));
        facts.put(
                "writable",
                perhapsWritable.stream()
                        .filter(Files::isWritable)
                        .map(Path::toString)
                        .collect(Collectors.joining(" ")));
        return facts;
    }

    private static String interfaces() throws IOException {
        return Files.readAllLines(SELF.resolve("net").resolve("dev")).stream()
                .filter(line -> line.contains(":"))
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }
}
