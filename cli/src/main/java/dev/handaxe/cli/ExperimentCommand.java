package dev.handaxe.cli;

import dev.handaxe.cli.experiment.Results;
import dev.handaxe.cli.experiment.Summary;
import dev.handaxe.cli.experiment.SummaryObject;
import dev.handaxe.cli.experiment.SummaryText;
import dev.handaxe.cli.report.ExperimentPage;
import dev.handaxe.runtime.HandaxeException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code handaxe experiment}: what was published, made again. Confined to one thread. */
@Command(name = "experiment", description = "Make a published experiment again.")
final class ExperimentCommand extends HandaxeCommand {

    private ExperimentCommand(Session session) {
        super(session);
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new ExperimentCommand(session)).addSubcommand(new Paper(session));
    }

    @Override
    public Integer call() {
        throw new UsageException("name one of: experiment paper");
    }

    /** {@code experiment paper}. */
    @Command(
            name = "paper",
            description =
                    "The paper's protocol on MATH and TabMWP, beside the paper's numbers. The same"
                            + " command again goes on where it stopped.")
    static final class Paper extends HandaxeCommand {
        @Mixin private ExperimentOptions options = new ExperimentOptions();

        @Option(
                names = {"--dry-run", "--forecast"},
                description = "Only say what it takes, at most and about: no model is asked.")
        private boolean dryRun;

        Paper(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            ExperimentPlan plan = options.plan();
            Experiment experiment = new Experiment(plan);
            ExperimentForecast forecast = ExperimentForecast.of(plan, experiment.results());
            if (dryRun) {
                print(forecast.object(), forecast::print);
            } else {
                run(plan, experiment, forecast.lines());
            }
            return ExitCode.DONE.number();
        }

        private void run(ExperimentPlan plan, Experiment experiment, List<String> forecast) {
            Path folder = plan.places().folder();
            try (ProgressDisplay display = progress()) {
                display.say("experiment: " + folder);
                forecast.forEach(line -> display.say("forecast: " + line));
                experiment.run(
                        display, terminal().environment(), results -> write(folder, results));
            } catch (HandaxeException e) {
                if (!json()) {
                    terminal().out().print(text(experiment));
                }
                throw howToGoOn(e);
            }
            print(
                    SummaryObject.of(Summary.of(experiment.results())),
                    out -> out.print(text(experiment)));
        }

        private static String text(Experiment experiment) {
            return SummaryText.of(Summary.of(experiment.results())).markdown();
        }

        private static void write(Path folder, Results results) {
            Summary summary = Summary.of(results);
            SummaryText text = SummaryText.of(summary);
            WholeFile.write(
                    folder.resolve("experiment.json"),
                    Json.write(SummaryObject.of(summary)) + "\n");
            WholeFile.write(folder.resolve("experiment.md"), text.markdown());
            WholeFile.write(
                    folder.resolve("report.html"), ExperimentPage.of(text, results.protocol()));
        }

        private static HandaxeException howToGoOn(HandaxeException fault) {
            return switch (fault.code()) {
                case INTERRUPTED, PROVIDER, WORKER_START, WORKER_HOME, IO ->
                        new HandaxeException(
                                fault.code(),
                                fault.getMessage()
                                        + "; what was done is kept: the same command goes on",
                                fault);
                case INVALID_INPUT, REPLAY_MISMATCH, NO_JDK, CONFINEMENT, SESSION_LIMIT, CLOSED ->
                        fault;
            };
        }
    }
}
