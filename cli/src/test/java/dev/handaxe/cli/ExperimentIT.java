package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small experiments with real HTTP, real workers and a model that is played. */
class ExperimentIT {
    /** Two subjects, two seeds, two variants. */
    private static final int CALLS =
            4 * (ExperimentModel.CALLS_OF_A_CELL + ExperimentModel.CALLS_OF_A_REWRITE);

    @TempDir private Path folder;
    private Path math;
    private ModelServer server;

    @BeforeEach
    void startTheModel() throws IOException {
        math = ExperimentModel.math(folder);
        server = ModelServer.start(ExperimentModel::answer);
    }

    @AfterEach
    void stopTheModel() {
        server.close();
    }

    @Test
    void anInterruptAndAKillCostNothingAndTheResultIsTheSameToTheByte() throws Exception {
        Path straight = folder.resolve("straight");
        CommandRun undisturbed = CommandRun.of(grid(straight, "openai:stub"));
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
        assertThat(undisturbed.out())
                .contains("8 of 8 trainings finished. " + CALLS + " model calls")
                .contains("MATH, function-calling, the paper's method: Training helped. 0.0 %");
        List<String> needed = server.requests();
        assertThat(needed).hasSize(CALLS);
        server.close();
        server = ModelServer.start(ExperimentModel::answer);
        Path disturbed = folder.resolve("disturbed");

        ProcessRun interrupted = endedAt(30, "INT", disturbed);
        assertThat(interrupted.exitCode()).isEqualTo(130);
        assertThat(interrupted.out())
                .contains("1 of 8 trainings finished; the experiment was interrupted")
                .contains("| algebra | function-calling | paper | 1 | 0.0 % | 100.0 % | 3, 0 |")
                .contains("| number_theory | function-calling | paper | 1 | – | – |");
        assertThat(interrupted.err()).contains("what was done is kept: the same command goes on");
        assertThat(endedAt(60, "KILL", disturbed).exitCode()).isEqualTo(137);
        assertThat(disturbed.resolve("report.html")).exists();
        server.follow(_ -> ExperimentModel::answer);
        CommandRun resumed = CommandRun.of(grid(disturbed, "openai:stub"));

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out()).isEqualTo(undisturbed.out());
        for (String file : List.of("experiment.json", "experiment.md", "report.html")) {
            assertThat(disturbed.resolve(file)).hasSameBinaryContentAs(straight.resolve(file));
        }
        List<String> more = new ArrayList<>(server.requests());
        needed.forEach(request -> assertThat(more.remove(request)).isTrue());
        assertThat(more).as("the two calls that were under way").hasSize(2);
        aFinishedExperimentReplaysWithoutAModel(straight);
    }

    private void aFinishedExperimentReplaysWithoutAModel(Path finished) throws IOException {
        server.close();
        Path replayed = folder.resolve("replayed");

        CommandRun replay = CommandRun.of(grid(replayed, "replay:" + finished));
        Path ledger = finished.resolve("runs/algebra.function-calling.paper.1/ledger.jsonl");
        String before = Files.readString(ledger);
        CommandRun again = CommandRun.of(grid(finished, "openai:stub"));

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(Files.readString(replayed.resolve("experiment.json")))
                .isEqualTo(
                        Files.readString(finished.resolve("experiment.json"))
                                .replace("\"openai:stub\"", "\"a replay\""));
        assertThat(again.exitCode()).as("nothing is left to ask").isZero();
        assertThat(again.err()).contains("forecast: left: 0 runs");
        assertThat(ledger).as("a finished run is left alone").hasContent(before);
    }

    @Test
    void aBudgetIsForAllRunsAndTransferAndCurvesComeAfterTraining() throws IOException {
        int budget = ExperimentModel.CALLS_OF_A_CELL + 5;
        CommandRun stopped = experiment("--budget-calls=" + budget, "--json");

        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
        assertThat(stopped.out()).contains("\"finished\":1,\"stopped\":\"budget\"");
        assertThat(server.requests()).hasSize(budget);
        CommandRun spent = experiment("--budget-calls=" + budget, "--json");
        assertThat(spent.out()).isEqualTo(stopped.out());
        assertThat(server.requests()).hasSize(budget);
        Path recordings = folder.resolve("recordings");

        CommandRun done = experiment("--transfer", "--curves", "--record=" + recordings, "--json");

        assertThat(done.exitCode()).as(done.err()).isZero();
        // 2 trainings, 2 transfers of 6 calls, and of each training the useless set on 3 tasks
        assertThat(server.requests()).hasSize(2 * ExperimentModel.CALLS_OF_A_CELL + 2 * 6 + 2 * 3);
        assertThat(done.out())
                .contains("\"finished\":2,\"stopped\":\"done\"")
                .contains("functions learned on one subject help on others, +100.0 points")
                .contains("{\"epoch\":1,\"train\":0.0,\"test\":0.0},{\"epoch\":2,\"train\":1.0,")
                .contains("the mean test score was highest after epoch 2 (100.0 %");
        assertThat(recordings.resolve("algebra.function-calling.paper.1.jsonl")).exists();
        server.close();
        CommandRun replay =
                CommandRun.of(
                        arguments(
                                folder.resolve("replayed"),
                                "replay:" + recordings,
                                "--transfer",
                                "--curves",
                                "--json"));
        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(replay.out()).isEqualTo(done.out().replace("\"openai:stub\"", "\"a replay\""));
    }

    @Test
    void moreSeedsMayBeAddedButARunOfOtherOptionsIsNotGoneOnWith() {
        assertThat(experiment("--epochs=1").exitCode()).isZero();
        int asked = server.requests().size();
        CommandRun more = experiment("--epochs=1", "--seeds=1,2");
        assertThat(more.out()).as(more.err()).contains("4 of 4 trainings finished");
        assertThat(server.requests()).as("as many for the second seed").hasSize(2 * asked);
        asked = server.requests().size();

        CommandRun other = experiment("--epochs=2");

        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err())
                .contains("--epochs: the run was begun with 1, and a resumed run keeps it")
                .contains("algebra.function-calling.paper.1")
                .hasLineCount(1);
        assertThat(server.requests()).hasSize(asked);
    }

    @Test
    void refusedCredentialsEndWithFourAndTheTableOfWhatIsThere() {
        server.follow(
                model ->
                        request ->
                                request.contains("times 6") // 2,100 times 3, of number theory
                                        ? ModelServer.Reply.error(401, "invalid_api_key", "no")
                                        : model.answer(request));

        CommandRun refused = experiment();

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.out()).contains("1 of 2 trainings finished; the experiment stopped");
        assertThat(refused.err()).contains("the same command goes on");
    }

    /** Ends a process in the middle of so many requests, all sessions counted. */
    private ProcessRun endedAt(int request, String signal, Path out) throws Exception {
        var stuck = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var count = new AtomicInteger(server.requests().size());
        server.follow(
                _ ->
                        body -> {
                            if (count.incrementAndGet() == request) {
                                stuck.countDown();
                                never.await();
                            }
                            return ExperimentModel.answer(body);
                        });
        Process process = HandaxeProcess.start(folder, Map.of(), grid(out, "openai:stub"));
        assertThat(stuck.await(3, TimeUnit.MINUTES)).isTrue();
        ProcessRun.signal(process, signal);
        return ProcessRun.await(process);
    }

    private String[] grid(Path out, String model) {
        return arguments(out, model, "--seeds=1,2", "--variants=paper,whole-set");
    }

    private CommandRun experiment(String... more) {
        return CommandRun.of(arguments(folder.resolve("out"), "openai:stub", more));
    }

    private String[] arguments(Path out, String model, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "experiment",
                                "paper",
                                "--math=" + math,
                                "--subjects=algebra,number_theory",
                                "--agents=function-calling",
                                "--train=2",
                                "--test=3",
                                "--concurrency=1",
                                "--model=" + model,
                                "--base-url=" + server.baseUrl(),
                                "--out=" + out));
        arguments.addAll(List.of(more));
        for (String option : List.of("--seeds=1", "--epochs=3")) {
            String name = option.substring(0, option.indexOf('=') + 1);
            if (arguments.stream().noneMatch(argument -> argument.startsWith(name))) {
                arguments.add(option);
            }
        }
        return arguments.toArray(String[]::new);
    }
}
