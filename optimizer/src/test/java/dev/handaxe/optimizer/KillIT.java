package dev.handaxe.optimizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training processes that are killed with SIGKILL at steps drawn at random end, resumed, as the run
 * that nobody disturbed: same result, same functions, no recorded model call made again.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillIT {
    private static final int SIGKILLED = 128 + 9;
    private static final int KILLS = 18;
    private static final int KILLS_WITH_SANDBOX = 2;

    @TempDir Path folder;

    /** How a run ended, without what is measured and where it lies. */
    private record End(String result, Map<String, String> functions) {}

    @Test
    void aRunKilledAnywhereEndsAsTheUndisturbedRun() throws Exception {
        killAndResume(KILLS, "fake", PureModel.runner());
    }

    @Test
    void aRunWithTheSandboxKilledAnywhereEndsAsTheUndisturbedRun() throws Exception {
        try (Sandbox sandbox = RealSandbox.open()) {
            killAndResume(KILLS_WITH_SANDBOX, "sandbox", sandbox::call);
        }
    }

    private void killAndResume(int kills, String kind, FunctionRunner runner) throws Exception {
        long seed = Long.getLong("handaxe.kill.seed", System.nanoTime());
        System.out.println("kills: -Dhandaxe.kill.seed=" + seed);
        var random = new Random(seed);
        var steps = new AtomicInteger();
        var undisturbed = new PureModel(steps::incrementAndGet);
        FunctionRunner counted =
                (functions, invocation, policy) -> {
                    steps.incrementAndGet();
                    return runner.call(functions, invocation, policy);
                };
        Path whole = folder.resolve(kind).resolve("run");
        TrainingResult expected = KilledRun.train(whole, undisturbed, counted);
        assertThat(expected.functions().size()).isEqualTo(1);
        assertThat(undisturbed.calls()).isGreaterThan(50);

        for (int kill = 0; kill < kills; kill++) {
            int step = 1 + random.nextInt(steps.get());
            Path run = folder.resolve(kind + kill).resolve("run");
            killAt(step, run, kind);
            int recorded = recordedCalls(run);
            var model = new PureModel(() -> {});
            TrainingResult resumed = KilledRun.train(run, model, runner);

            assertThat(end(resumed, run))
                    .as("seed %s, killed at step %s", seed, step)
                    .isEqualTo(end(expected, whole));
            assertThat(recorded + model.calls())
                    .as("calls of both sessions, seed %s, killed at step %s", seed, step)
                    .isEqualTo(undisturbed.calls());
        }
    }

    private static void killAt(int step, Path run, String kind) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Dhandaxe.worker.home="
                                        + System.getProperty("handaxe.worker.home", "worker-home"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledRun.class.getName(),
                                run.toString(),
                                Integer.toString(step),
                                kind)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).as("step %s", step).isEqualTo("stopped");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(SIGKILLED);
    }

    private static int recordedCalls(Path run) throws IOException {
        var recorded = new AtomicInteger();
        Path ledger = run.resolve("ledger.jsonl");
        if (Files.exists(ledger)) {
            LedgerFile.read(
                    ledger,
                    (line, _, _) -> {
                        if (line.startsWith("{\"event\":\"model_call\"")) {
                            recorded.incrementAndGet();
                        }
                    });
        }
        return recorded.get();
    }

    private static End end(TrainingResult result, Path run) throws Exception {
        ObjectNode node = Json.read(result.json());
        node.remove(List.of("run", "seconds"));
        if (node.get("usage") instanceof ObjectNode usage) {
            usage.remove("guest");
        }
        Map<String, String> files = new TreeMap<>();
        Path store = run.resolve("functions");
        List<Path> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(store)) {
            walk.filter(Files::isRegularFile).forEach(found::add);
        }
        for (Path file : found) {
            files.put(store.relativize(file).toString(), Files.readString(file));
        }
        return new End(Json.write(node), files);
    }
}
