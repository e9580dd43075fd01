package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training with real HTTP, real workers and a model that is played. */
class TrainIT {
    /** Of a whole run: 4 baseline, 2 of the optimizer, 8 of its set, 1 and 2 of the test task. */
    private static final int CALLS = 17;

    private static final String KEY = "sk-test-0123456789abcdefghijklmnop";

    @TempDir private Path folder;
    private Path tasks;
    private Path run;
    private ModelServer server;

    @BeforeEach
    void startTheModel() throws IOException {
        tasks = ArithmeticModel.tasks(folder);
        run = folder.resolve("run");
        server = ModelServer.start(ArithmeticModel::answer);
    }

    @AfterEach
    void stopTheModel() {
        server.close();
    }

    @Test
    void anAgentLearnsAFunctionAndTheScoresRise() {
        CommandRun trained = train("--json");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out().lines()).hasSize(1);
        assertThat(trained.out())
                .contains("\"baseline\":{\"train\":0.0,\"validation\":0.0,\"test\":0.0}")
                .contains("\"final\":{\"train\":1.0,\"validation\":1.0,\"test\":1.0}")
                .contains("\"functions\":[\"multiply\"]")
                .contains("\"stopped\":\"solved\"");
        assertThat(run.resolve("functions/multiply.py")).content().contains("return a * b");
        assertThat(run.resolve("run.json")).exists();
        assertThat(run.resolve("ledger.jsonl")).exists();
    }

    @Test
    void peopleSeeTheCurveTheFunctionsAndTheScoresBeforeAndAfter() {
        CommandRun trained = train();

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("1.000  1.000       kept: add multiply")
                .contains("train       ▁█")
                .contains("multiply(a, b)")
                .contains("before  0.000       0.000  0.000")
                .contains("after   1.000       1.000  1.000");
        assertThat(trained.err()).contains("baseline train 3/3").contains("run: " + run);
    }

    @Test
    void peopleSeeWhatTheSameTokensBuyWithoutTraining() {
        CommandRun trained = train("--controls=on", "--credit=full");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("Headroom: the baseline fails 4 of 4 tasks")
                .containsPattern("self-consistency +0\\.000")
                .containsPattern("single rewrite +1\\.000")
                .containsPattern("multiply +4 +4 +4 +\\+1\\.000")
                .contains("conclusion: Not distinguishable from not training (p = 1.000; 1 won, 0")
                .contains("A single rewrite does as well.");
        assertThat(trained.err()).contains("The test split of 1 cannot show a gain");
    }

    @Test
    void theKeyReachesTheProviderAndNothingElse() throws IOException {
        Path recording = folder.resolve("recording.jsonl");
        var failedOnce = new AtomicInteger();
        server.follow(
                model ->
                        request ->
                                failedOnce.getAndIncrement() == 0
                                        ? ModelServer.Reply.error(
                                                500, "oops", "your key " + KEY + " is fine")
                                        : model.answer(request));

        CommandRun trained = train("--record", recording.toString(), "--debug");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(server.authorizations()).containsOnly("Bearer " + KEY);
        assertThat(trained.out() + trained.err()).doesNotContain(KEY);
        assertThat(recording).content().contains("multiply").doesNotContain(KEY);
        assertThat(everythingIn(run)).contains("multiply").doesNotContain(KEY);
    }

    @Test
    void aRecordingReplaysWithoutAModel() {
        String recording = folder.resolve("recording.jsonl").toString();
        assertThat(train("--record", recording).exitCode()).isZero();
        server.close();

        CommandRun replayed = replay(recording);

        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        assertThat(replayed.out())
                .contains("\"final\":{\"train\":1.0,\"validation\":1.0,\"test\":1.0}");
    }

    @Test
    void aModelWithoutToolsIsTrainedInPlainTextAndReplayed() {
        server.follow(_ -> ArithmeticModel::textual);
        String recording = folder.resolve("recording.jsonl").toString();

        CommandRun trained =
                train("--agent=react", "--accept=paper", "--record", recording, "--json");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out())
                .contains("\"baseline\":{\"train\":0.0,\"validation\":0.0,\"test\":0.0}")
                .contains("\"final\":{\"train\":1.0,\"validation\":1.0,\"test\":1.0}");
        assertThat(server.requests())
                .filteredOn(request -> !request.contains("\"terminate\""))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).doesNotContain("\"tools\""));
        server.close();
        CommandRun replayed = replay(recording);
        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        assertThat(replayed.out())
                .contains("\"final\":{\"train\":1.0,\"validation\":1.0,\"test\":1.0}");
    }

    @Test
    void aRunInPlainTextGoesOnWithoutRepeatingACall() {
        server.follow(
                _ ->
                        request ->
                                request.contains("\"terminate\"")
                                        ? ModelServer.Reply.error(401, "invalid_api_key", "no")
                                        : ArithmeticModel.textual(request));
        assertThat(train("--agent=react", "--accept=paper").exitCode()).isEqualTo(4);
        int asked = server.requests().size();
        server.follow(_ -> ArithmeticModel::textual);
        CommandRun other = CommandRun.of("train", "--resume=" + run, "--agent=function-calling");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("--agent: the run was begun with react");

        CommandRun resumed = CommandRun.of("train", "--resume=" + run, "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out())
                .contains("\"functions\":[\"multiply\"]")
                .contains("\"calls\":" + (server.requests().size() - 1) + ",");
        assertThat(server.requests().size()).isGreaterThan(asked);
    }

    @Test
    void anAgentInPlainTextHasTheGeneralFunctionUnlessItIsTakenAway() {
        server.follow(
                _ ->
                        request ->
                                request.contains("Observation: 7006652")
                                        ? ModelServer.Reply.text("Final Answer: 7006652")
                                        : ModelServer.Reply.text(
                                                "Action: python\nAction Input:\n```python\nprint(1234 * 5678)\n```"));
        String[] more = {"--agent=react", "--epochs=0", "--train=1", "--validation=0", "--test=0"};
        CommandRun without =
                train(Stream.concat(Stream.of(more), Stream.of("--json")).toArray(String[]::new));
        assertThat(without.out()).as(without.err()).contains("\"train\":0.0");
        run = folder.resolve("with");

        CommandRun with =
                CommandRun.of(
                        Stream.concat(
                                        Stream.of(
                                                "train",
                                                "jsonl",
                                                "--data=" + tasks,
                                                "--model=openai:stub",
                                                "--base-url=" + server.baseUrl(),
                                                "--out=" + run,
                                                "--json"),
                                        Stream.of(more))
                                .toArray(String[]::new));

        assertThat(with.exitCode()).as(with.err()).isZero();
        assertThat(server.requests().getLast())
                .contains("name: python")
                .contains("Observation: 7006652");
    }

    @Test
    void aReplayFailsLoudlyWhenAPromptDiffers() throws IOException {
        String recording = folder.resolve("recording.jsonl").toString();
        assertThat(train("--record", recording).exitCode()).isZero();
        Files.writeString(tasks, Files.readString(tasks).replace("What is 1234", "What is 1235"));

        CommandRun replayed = replay(recording);

        assertThat(replayed.exitCode()).isEqualTo(2);
        assertThat(replayed.out()).startsWith("{\"error\":{\"code\":\"replay_mismatch\"");
        assertThat(replayed.err()).contains("task t0").contains("recorded").contains("now");
    }

    @Test
    void aRateLimitPasses() {
        var calls = new AtomicInteger();
        server.follow(
                model ->
                        request ->
                                calls.incrementAndGet() == 2
                                        ? ModelServer.Reply.error(429, "rate", "slow down")
                                        : model.answer(request));

        assertThat(train().exitCode()).isZero();
    }

    @Test
    void anAnswerThatDoesNotComeCostsTheTimeoutAndIsAskedForAgain() {
        var calls = new AtomicInteger();
        var never = new CountDownLatch(1);
        server.follow(
                model ->
                        request -> {
                            if (calls.incrementAndGet() == 3) {
                                never.await();
                            }
                            return model.answer(request);
                        });

        assertThat(train("--request-timeout", "700ms").exitCode()).isZero();
        never.countDown();
    }

    @Test
    void aTemperatureThatIsRefusedIsLeftOut() {
        server.follow(
                model ->
                        request ->
                                request.contains("\"temperature\"")
                                        ? ModelServer.Reply.error(
                                                400, "unsupported_value", "temperature: only 1")
                                        : model.answer(request));

        assertThat(train().exitCode()).isZero();
    }

    @Test
    void refusedCredentialsEndWithFourAndTheRunGoesOnAfterwards() {
        server.follow(
                model ->
                        request ->
                                request.contains("\"terminate\"")
                                        ? ModelServer.Reply.error(
                                                401, "invalid_api_key", "Incorrect key: " + KEY)
                                        : model.answer(request));

        CommandRun refused = train("--json");

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.out())
                .startsWith("{\"error\":{\"code\":\"provider\"")
                .contains("handaxe train --resume " + run)
                .doesNotContain(KEY);
        server.follow(model -> ArithmeticModel::answer);
        CommandRun resumed =
                CommandRun.with(Map.of(), "", "train", "--resume", run.toString(), "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out())
                .contains("\"functions\":[\"multiply\"]")
                .contains("\"calls\":" + CALLS + ",");
        assertThat(server.requests()).as("a whole run and the refused one").hasSize(CALLS + 1);
    }

    @Test
    void aBudgetEndsTheRunWithSuccess() {
        CommandRun trained = train("--budget-calls", "4", "--json");

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("\"stopped\":\"budget\"").contains("\"calls\":4");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void aDryRunAsksNothingAndWritesNothing() {
        CommandRun dry = train("--dry-run", "--json", "--epochs", "2");

        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("\"tasks\":{\"train\":3,\"validation\":1,\"test\":1}")
                .contains("\"rollouts_at_most\":20");
        assertThat(server.requests()).isEmpty();
        assertThat(run).doesNotExist();
    }

    @Test
    void zeroEpochsScoreAStoreWithoutTraining() {
        assertThat(train().exitCode()).isZero();
        Path scored = folder.resolve("scored");

        CommandRun result =
                CommandRun.of(
                        "train",
                        "jsonl",
                        "--data=" + tasks,
                        "--model=openai:stub",
                        "--base-url=" + server.baseUrl(),
                        "--functions=" + run.resolve("functions"),
                        "--epochs=0",
                        "--no-python",
                        "--out=" + scored,
                        "--json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("\"test\":1.0").contains("\"epochs\":[]");
    }

    @Test
    void aRunThatIsKilledGoesOnWithoutRepeatingACall() throws Exception {
        CountDownLatch stuck = hangAtTheOptimizer();
        Process killed = startTraining();
        assertThat(stuck.await(2, TimeUnit.MINUTES)).isTrue();
        ProcessRun.signal(killed, "KILL");
        assertThat(ProcessRun.await(killed).exitCode()).isEqualTo(137);

        server.follow(model -> ArithmeticModel::answer);
        CommandRun resumed = CommandRun.of("train", "jsonl", "--resume=" + run, "--json");

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("\"calls\":" + CALLS + ",");
        // The call that was under way has no answer in the ledger and is made again.
        assertThat(server.requests()).hasSize(CALLS + 1);
    }

    @Test
    void anInterruptEndsWith130AndSaysHowToGoOn() throws Exception {
        CountDownLatch stuck = hangAtTheOptimizer();
        Process interrupted = startTraining();
        assertThat(stuck.await(2, TimeUnit.MINUTES)).isTrue();

        ProcessRun.signal(interrupted, "INT");
        ProcessRun ended = ProcessRun.await(interrupted);

        assertThat(ended.exitCode()).isEqualTo(130);
        assertThat(ended.err()).contains("go on with: handaxe train --resume " + run);
        server.follow(model -> ArithmeticModel::answer);
        assertThat(CommandRun.of("train", "--resume=" + run).exitCode()).isZero();
    }

    /** Opens when the optimizer is asked for its first action, which then gets no answer. */
    private CountDownLatch hangAtTheOptimizer() {
        var stuck = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        server.follow(
                model ->
                        request -> {
                            if (request.contains("\"terminate\"")) {
                                stuck.countDown();
                                never.await();
                            }
                            return model.answer(request);
                        });
        return stuck;
    }

    private Process startTraining() throws IOException {
        return HandaxeProcess.start(
                folder,
                Map.of(),
                "train",
                "jsonl",
                "--data=" + tasks,
                "--model=openai:stub",
                "--base-url=" + server.baseUrl(),
                "--no-python",
                "--significance=0.5",
                "--controls=off",
                "--credit=free",
                "--out=" + run);
    }

    private CommandRun train(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "train",
                                "jsonl",
                                "--data=" + tasks,
                                "--model=openai:stub",
                                "--base-url=" + server.baseUrl(),
                                "--no-python",
                                "--significance=0.5",
                                "--out=" + run));
        if (!List.of(more).contains("--controls=on")) {
            arguments.addAll(List.of("--controls=off", "--credit=free"));
        }
        arguments.addAll(List.of(more));
        return CommandRun.with(Map.of("OPENAI_API_KEY", KEY), "", arguments.toArray(String[]::new));
    }

    private CommandRun replay(String recording) {
        return CommandRun.of(
                "train",
                "jsonl",
                "--data=" + tasks,
                "--model=replay:" + recording,
                "--out=" + folder.resolve("replayed"),
                "--json");
    }

    private static String everythingIn(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(
                            file -> {
                                try {
                                    all.append(Files.readString(file));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
        return all.toString();
    }
}
