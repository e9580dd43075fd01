package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files outside of a JDK that its JVM needs: the C library and its like, as {@code ldd} names
 * them, and what the JDK of a distribution keeps elsewhere and links to. They are six files on
 * Debian; all of /usr/lib would show a worker every program and library of the host.
 */
final class SharedLibraries {
    /** The parts of a JDK that a worker loads; a graphics library would draw in half a desktop. */
    private static final List<String> PARTS =
            List.of(
                    "bin/java",
                    "lib/server/libjvm.so",
                    "lib/libjava.so",
                    "lib/libjimage.so",
                    "lib/libzip.so",
                    "lib/libnio.so",
                    "lib/libnet.so",
                    "lib/libverify.so",
                    "lib/libmanagement.so",
                    "lib/libmanagement_ext.so");

    private static final int LINK_DEPTH = 3;

    private SharedLibraries() {}

    /**
     * The files, or nothing if the host's {@code ldd} does not say.
     *
     * @param programs others that run beside the JVM
     */
    static Set<Path> of(Path jdk, Path ldd, List<Path> programs) {
        List<String> command = new ArrayList<>(List.of(ldd.toString()));
        PARTS.stream()
                .map(jdk::resolve)
                .filter(Files::isRegularFile)
                .forEach(part -> command.add(part.toString()));
        programs.forEach(program -> command.add(program.toString()));
        Set<Path> files = new LinkedHashSet<>();
        HostTool.run(command)
                .output()
                .lines()
                .filter(line -> line.startsWith("\t"))
                .flatMap(line -> named(line).stream())
                .filter(file -> !file.startsWith(jdk))
                .forEach(files::add);
        // Loaded by the C library itself when a thread ends early.
        files.stream()
                .map(file -> file.resolveSibling("libgcc_s.so.1"))
                .filter(Files::exists)
                .findFirst()
                .ifPresent(files::add);
        return files;
    }

    /** The file in a line such as {@code libm.so.6 => /lib/libm.so.6 (0x7f…)}. */
    private static Optional<Path> named(String line) {
        return Stream.of(line.strip().split(" ", -1))
                .filter(word -> word.startsWith("/"))
                .map(word -> Path.of(word).normalize())
                .filter(Files::isRegularFile)
                .reduce((first, last) -> last);
    }

    /** What links in the JDK point to outside of it; Debian keeps the configuration in /etc. */
    static Set<Path> linkedFrom(Path jdk) throws IOException {
        Set<Path> targets = new LinkedHashSet<>();
        for (String part : List.of("conf", "lib")) {
            Path folder = jdk.resolve(part);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder, LINK_DEPTH)) {
                for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                    Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
                    if (!target.startsWith(jdk) && Files.isRegularFile(target)) {
                        targets.add(target);
                    }
                }
            }
        }
        return targets;
    }
}
