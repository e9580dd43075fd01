package dev.handaxe.runtime.internal.confinement;

import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.ConfinementReport;
import dev.handaxe.runtime.internal.confinement.Bubblewrap.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds bubblewrap and the strongest variant of it that this host lets work. A host that has the
 * program but refuses user namespaces, as containers and AppArmor do, has no bubblewrap: only a JVM
 * that started in it proves it.
 */
final class BubblewrapTrial {
    private static final int SET_USER_ID = 04000;

    /** What makes paths UTF-8, where the C library has it in files. */
    private static final Path LOCALE = Path.of("/usr/lib/locale/C.utf8");

    private final Map<String, String> outside;
    private final Path jdk;
    private final Path home;
    private final Path program;
    private final Path prlimit;

    private BubblewrapTrial(
            Map<String, String> outside, Path jdk, Path home, Path program, Path prlimit) {
        this.outside = outside;
        this.jdk = jdk;
        this.home = home;
        this.program = program;
        this.prlimit = prlimit;
    }

    /** What was found. */
    sealed interface Result {
        /**
         * It works.
         *
         * @param report the evidence
         */
        record Found(Bubblewrap confinement, ConfinementReport report) implements Result {}

        /** It cannot be used; one line says why. */
        record Absent(String reason) implements Result {}
    }

    /**
     * Tries them.
     *
     * @param first told of each variant before it is tried; whoever listens cares for the first
     */
    static Result run(
            Map<String, String> outside,
            Path jdk,
            Path home,
            BubblewrapUse use,
            Consumer<WorkerConfinement> first) {
        if (!HostTool.onLinux()) {
            return new Result.Absent("bubblewrap is for Linux");
        }
        Optional<Path> program;
        switch (use) {
            case BubblewrapUse.Off() -> {
                return new Result.Absent(
                        "bubblewrap is turned off (" + BubblewrapUse.VARIABLE + "=off)");
            }
            case BubblewrapUse.Auto() -> program = HostTool.find("bwrap");
            case BubblewrapUse.Program(Path path) -> program = Optional.of(path);
        }
        if (program.isEmpty()) {
            return new Result.Absent("no bwrap on PATH; the package is called bubblewrap");
        }
        Optional<Path> prlimit = HostTool.find("prlimit");
        Optional<Path> ldd = HostTool.find("ldd");
        if (prlimit.isEmpty() || ldd.isEmpty()) {
            return new Result.Absent("bubblewrap needs prlimit and ldd beside it, found not both");
        }
        return new BubblewrapTrial(outside, jdk, home, program.get(), prlimit.get())
                .tryVariants(ldd.get(), first);
    }

    private Result tryVariants(Path ldd, Consumer<WorkerConfinement> first) {
        HostTool.Run version = HostTool.run(List.of(program.toString(), "--version"));
        if (!version.succeeded()) {
            return new Result.Absent(program + ": " + version.reason());
        }
        List<Path> files = new ArrayList<>();
        try {
            Set<Path> libraries = LibraryList.of(home, jdk, ldd, prlimit);
            if (libraries.isEmpty()) {
                return new Result.Absent(ldd + " does not say which libraries the JVM needs");
            }
            files.addAll(libraries);
            files.addAll(SharedLibraries.linkedFrom(jdk));
        } catch (IOException e) {
            return new Result.Absent(jdk + " cannot be read: " + e.getMessage());
        }
        if (Files.isDirectory(LOCALE)) {
            files.add(LOCALE);
        }
        files.addAll(List.of(prlimit, jdk, home));
        Bubblewrap.Visible visible = new Bubblewrap.Visible(files, accounts());
        WorkerUser.Choice users = WorkerUser.choose(outside, jdk, home);
        Optional<String> weaker = users.weaker();
        String reason = "";
        for (Variant variant : variants(users.users())) {
            Bubblewrap confinement =
                    Bubblewrap.of(variant.tool, variant.user, variant.filter, visible, prlimit);
            first.accept(confinement);
            switch (tryVariant(variant, confinement, version.output().strip(), weaker)) {
                case Result.Found found -> {
                    return found;
                }
                case Result.Absent(String why) -> {
                    reason = why;
                    weaker = Optional.of(weaker.orElse(why));
                }
            }
        }
        return new Result.Absent(program + " does not work here: " + reason);
    }

    private Result tryVariant(
            Variant variant, Bubblewrap candidate, String version, Optional<String> weaker) {
        List<String> probe = candidate.command(Trial.probe(jdk, home), List.of());
        return switch (Trial.of(probe, variant.user)) {
            case Trial.Fails(String why) -> new Result.Absent(why);
            case Trial.Works(var inside) -> {
                ConfinementEvidence evidence = new ConfinementEvidence(outside, inside);
                ConfinementReport report =
                        evidence.ofBubblewrap(
                                program + ", " + version, variant.filter.isPresent(), weaker);
                yield ConfinementEvidence.missingFrom(report)
                        .<Result>map(
                                why -> new Result.Absent("it started and did not give: " + why))
                        .orElseGet(() -> new Result.Found(candidate, report));
            }
        };
    }

    private Optional<Path> accounts() {
        return Optional.of(home.resolve("passwd")).filter(Files::isRegularFile);
    }

    private record Variant(Tool tool, WorkerUser user, Optional<Path> filter) {}

    /** All variants, the strongest first. */
    private List<Variant> variants(List<WorkerUser> users) {
        String help = HostTool.run(List.of(program.toString(), "--help")).output();
        boolean bounded = help.contains("--size ");
        boolean nested = help.contains("--disable-userns ") && !setUserId(program);
        List<Tool> tools = new ArrayList<>();
        if (nested) {
            tools.add(new Tool(program, bounded, true));
        }
        tools.add(new Tool(program, bounded, false));
        List<Optional<Path>> filters = new ArrayList<>();
        Optional<Path> filter = SystemCallFilter.in(home);
        if (filter.isPresent()) {
            filters.add(filter);
        }
        filters.add(Optional.empty());
        List<Variant> variants = new ArrayList<>();
        for (WorkerUser user : users) {
            for (Optional<Path> some : filters) {
                for (Tool tool : tools) {
                    variants.add(new Variant(tool, user, some));
                }
            }
        }
        return variants;
    }

    /** Such a bubblewrap makes its namespaces as root and refuses some options. */
    private static boolean setUserId(Path program) {
        try {
            return ((Integer) Files.getAttribute(program, "unix:mode") & SET_USER_ID) != 0;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
