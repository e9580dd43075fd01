package dev.handaxe.cli;

import dev.handaxe.cli.report.ReportPage;
import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code handaxe report}: a training run as one HTML page. Confined to one thread. */
@Command(
        name = "report",
        description = "Write a training run's report: one HTML page that needs no network.")
final class ReportCommand extends HandaxeCommand {
    @Parameters(paramLabel = "RUN_DIR", description = "The run's folder; the run may go on.")
    private @Nullable Path folder;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it (default: report.html in the run's folder).")
    private @Nullable Path out;

    @Option(names = "--open", description = "Open it in the browser.")
    private boolean open;

    ReportCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (folder == null) {
            throw new UsageException("RUN_DIR is missing: the folder of a run");
        }
        RunReport run = RunReport.read(RunFolder.open(folder));
        Path file = (out == null ? folder.resolve("report.html") : out).toAbsolutePath();
        if (Files.isDirectory(file)) {
            throw new UsageException("--out: " + file + " is a folder: name a file");
        }
        WholeFile.write(file, ReportPage.of(run));
        boolean finished = run.outcome().stopped().isPresent();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("report", file.toString());
        object.put("finished", finished);
        object.put("conversations", run.conversations().size());
        print(object, people -> people.println(file));
        if (!finished && !json()) {
            terminal().err().println("the run has not finished: the report says what is known");
        }
        if (open) {
            openInBrowser(file);
        }
        return ExitCode.DONE.number();
    }

    /** The report is written whether or not there is a browser to be found. */
    private void openInBrowser(Path file) {
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        String opener = mac ? "open" : "xdg-open";
        try {
            Process process =
                    new ProcessBuilder(opener, file.toUri().toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            terminal().err().println("--open: there is no " + opener + " here; open " + file);
        }
    }
}
