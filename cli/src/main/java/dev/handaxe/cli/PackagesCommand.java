package dev.handaxe.cli;

import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.runtime.packages.PackageStore;
import dev.handaxe.runtime.packages.StoredPackage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code handaxe packages}: the pure-Python packages that policies may grant. Confined to one
 * thread.
 */
@Command(name = "packages", description = "Add, list and remove packages that policies may grant.")
final class PackagesCommand extends HandaxeCommand {

    private PackagesCommand(Session session) {
        super(session);
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new PackagesCommand(session))
                .addSubcommand(new AddPackages(session))
                .addSubcommand(new ListPackages(session))
                .addSubcommand(new RemovePackages(session));
    }

    @Override
    public Integer call() {
        throw new UsageException(
                "name one of: packages add --from DIR NAME..., packages list, packages remove NAME...");
    }

    private static PackageStore store(Terminal terminal) {
        return PackageStore.open(PackageStore.defaultFolder(terminal.environment()));
    }

    private static Map<String, Object> object(StoredPackage stored) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", stored.name());
        object.put("version", stored.version());
        object.put("hash", stored.hash());
        object.put("files", stored.files());
        object.put("bytes", stored.bytes());
        object.put("compiled_files", stored.compiled().map(code -> code.files()).orElse(0));
        object.put("compiled_bytes", stored.compiled().map(code -> code.bytes()).orElse(0L));
        object.put("added_from", stored.addedFrom());
        return object;
    }

    private static Map<String, Object> objects(
            PackageStore store, String key, List<StoredPackage> packages) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("store", store.folder().toString());
        object.put(key, packages.stream().map(PackagesCommand::object).toList());
        return object;
    }

    private static String line(StoredPackage stored) {
        return String.format(
                Locale.ROOT,
                "%s %s  %d file%s, %.1f MiB, sha256 %s, from %s",
                stored.name(),
                stored.version().isEmpty() ? "(no version)" : stored.version(),
                stored.files(),
                stored.files() == 1 ? "" : "s",
                stored.bytes() / (double) (1 << 20),
                stored.hash().substring(0, 12),
                OutcomeFormat.printable(stored.addedFrom(), 200));
    }

    /** {@code packages add}. */
    @Command(
            name = "add",
            description = "Copy pure-Python packages into the store; native ones are refused.")
    static final class AddPackages extends HandaxeCommand {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "DIR",
                description = "A folder of installed packages, such as site-packages.")
        private String from = "";

        @Parameters(
                arity = "1..*",
                paramLabel = "NAME",
                description = "What Python code imports: a folder NAME or a module NAME.py.")
        private List<String> names = List.of();

        AddPackages(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            PackageStore store = store(terminal());
            List<StoredPackage> added = store.add(Path.of(from), names, this::compile);
            print(
                    objects(store, "added", added),
                    out -> added.forEach(stored -> out.println("added " + line(stored))));
            return ExitCode.DONE.number();
        }

        private void compile(String name, Path folder) {
            try (ProgressDisplay progress = progress()) {
                progress.say("compiling " + name + " (a large package takes a minute)");
            }
            PackageStore.Compiler.in(SandboxOptions.defaults()).compile(name, folder);
        }
    }

    /** {@code packages list}. */
    @Command(name = "list", description = "List the packages of the store.")
    static final class ListPackages extends HandaxeCommand {
        ListPackages(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            PackageStore store = store(terminal());
            List<StoredPackage> packages = store.list();
            print(
                    objects(store, "packages", packages),
                    out -> packages.forEach(stored -> out.println(line(stored))));
            return ExitCode.DONE.number();
        }
    }

    /** {@code packages remove}. */
    @Command(name = "remove", description = "Remove packages from the store.")
    static final class RemovePackages extends HandaxeCommand {
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "The packages.")
        private List<String> names = List.of();

        RemovePackages(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            PackageStore store = store(terminal());
            store.remove(names);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("store", store.folder().toString());
            object.put("removed", names);
            print(object, out -> names.forEach(name -> out.println("removed " + name)));
            return ExitCode.DONE.number();
        }
    }
}
