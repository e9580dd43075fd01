package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What {@code ldd} said of the JVM's libraries when the worker home was built, so that not every
 * sandbox asks again: it takes 0.15 s, the tenth part of a first call. The list lies in the home,
 * is believed as long as nothing that it was made from has changed, and never made at another time.
 */
public final class LibraryList {
    private static final String FILE = "libraries.list";

    /** Where the loader of GNU's C library remembers which library is where. */
    private static final Path LOADER_CACHE = Path.of("/etc/ld.so.cache");

    private LibraryList() {}

    /** Writes the list into a worker home, if this host has what bubblewrap needs. */
    public static void write(Path home, Path jdk) throws IOException {
        Optional<Path> ldd = HostTool.find("ldd");
        Optional<Path> prlimit = HostTool.find("prlimit");
        Path file = home.resolve(FILE);
        Files.deleteIfExists(file);
        if (!HostTool.onLinux() || ldd.isEmpty() || prlimit.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(madeFrom(jdk, ldd.get(), prlimit.get())));
        SharedLibraries.of(jdk, ldd.get(), List.of(prlimit.get()))
                .forEach(library -> lines.add(library.toString()));
        Files.write(file, lines);
    }

    /** The libraries of that JDK and {@code prlimit}: as listed, else as {@code ldd} says now. */
    static Set<Path> of(Path home, Path jdk, Path ldd, Path prlimit) {
        return listed(home, jdk, ldd, prlimit)
                .orElseGet(() -> SharedLibraries.of(jdk, ldd, List.of(prlimit)));
    }

    private static Optional<Set<Path>> listed(Path home, Path jdk, Path ldd, Path prlimit) {
        try {
            List<String> lines = Files.readAllLines(home.resolve(FILE));
            if (lines.size() < 2 || !lines.getFirst().equals(madeFrom(jdk, ldd, prlimit))) {
                return Optional.empty();
            }
            Set<Path> files = new LinkedHashSet<>();
            lines.stream().skip(1).map(Path::of).forEach(files::add);
            return Optional.of(files).filter(all -> all.stream().allMatch(Files::isRegularFile));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String madeFrom(Path jdk, Path ldd, Path prlimit) throws IOException {
        StringBuilder key = new StringBuilder();
        for (Path input : List.of(jdk.resolve("bin/java"), ldd, prlimit, LOADER_CACHE)) {
            long seconds =
                    Files.exists(input) ? Files.getLastModifiedTime(input).to(TimeUnit.SECONDS) : 0;
            key.append(input).append('=').append(seconds).append(' ');
        }
        return key.toString();
    }
}
