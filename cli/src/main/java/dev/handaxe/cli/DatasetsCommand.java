package dev.handaxe.cli;

import dev.handaxe.benchmarks.DataSetInfo;
import dev.handaxe.benchmarks.DataSets;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code handaxe datasets}: what each data set expects. Confined to one thread. */
@Command(
        name = "datasets",
        description = "What each data set expects, where it comes from, and its licence.")
final class DatasetsCommand extends HandaxeCommand {

    DatasetsCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        print(
                Map.of("datasets", DataSets.all().stream().map(DatasetsCommand::object).toList()),
                out -> DataSets.all().forEach(info -> print(info, out)));
        return ExitCode.DONE.number();
    }

    private static Map<String, Object> object(DataSetInfo info) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", info.name());
        object.put("uses", uses(info));
        object.put("expects", info.expects());
        object.put("origin", info.origin());
        object.put("licence", info.licence());
        return object;
    }

    private static void print(DataSetInfo info, PrintStream out) {
        String uses = info.uses().isEmpty() ? "library only" : String.join(", ", uses(info));
        out.println("%s (%s)".formatted(info.name(), uses));
        out.println("    data:    " + info.expects());
        out.println("    origin:  " + info.origin());
        out.println("    licence: " + info.licence());
    }

    private static List<String> uses(DataSetInfo info) {
        return info.uses().stream()
                .map(use -> use.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }
}
