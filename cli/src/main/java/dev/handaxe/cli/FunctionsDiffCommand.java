package dev.handaxe.cli;

import dev.handaxe.cli.report.FunctionDiff;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import dev.handaxe.runtime.FunctionStore.Version;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code handaxe functions diff}: what changed between two versions of a store. */
@Command(
        name = "diff",
        description = "Show what changed from one version of a store to another, or to its files.")
final class FunctionsDiffCommand extends HandaxeCommand {
    private static final String FILES = "now";

    @Parameters(index = "0", paramLabel = "STORE", description = "The store's folder.")
    private String store = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Only this function.")
    private @Nullable String name;

    @Option(
            names = "--from",
            paramLabel = "VERSION",
            description = "The older version (default: 1, which a training run began with).")
    private int from = 1;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "The newer version (default: the files as they are now).")
    private @Nullable Integer to;

    FunctionsDiffCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        FunctionSet now = FunctionsCommand.load(store);
        List<Version> versions = FunctionStore.open(Path.of(store)).versions();
        FunctionSet before = version("--from", versions, from);
        FunctionSet after = to == null ? now : version("--to", versions, to);
        if (name != null && before.find(name).isEmpty()) {
            FunctionsCommand.find(after, name);
        }
        String newer = to == null ? FILES : to.toString();
        List<FunctionDiff> diffs =
                FunctionDiff.between(before, after, Integer.toString(from), newer).stream()
                        .filter(diff -> name == null || diff.name().equals(name))
                        .toList();
        print(
                object(newer, diffs),
                out -> diffs.forEach(diff -> diff.lines().forEach(out::println)));
        return ExitCode.DONE.number();
    }

    private FunctionSet version(String option, List<Version> versions, int number) {
        return versions.stream()
                .filter(version -> version.number() == number)
                .findFirst()
                .map(Version::functions)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        versions.isEmpty()
                                                ? store + ": the store has no versions to compare"
                                                : "%s: there is no version %d in %s: it has 1 to %d"
                                                        .formatted(
                                                                option,
                                                                number,
                                                                store,
                                                                versions.getLast().number())));
    }

    private Map<String, Object> object(String newer, List<FunctionDiff> diffs) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("from", Integer.toString(from));
        object.put("to", newer);
        object.put("functions", diffs.stream().map(FunctionsDiffCommand::object).toList());
        return object;
    }

    private static Map<String, Object> object(FunctionDiff diff) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", diff.name());
        object.put("change", diff.change().word());
        object.put("diff", String.join("\n", diff.lines()) + "\n");
        return object;
    }
}
