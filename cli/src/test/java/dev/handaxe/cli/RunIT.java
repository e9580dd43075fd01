package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.FunctionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run} as people and programs start it: the launcher, a JVM, a worker. */
class RunIT {
    private static final String SOURCE =
            """
            import sys

            def half(n):
                print("halving")
                return n / 2

            def everything(n):
                return (1, {"a": {2}, "b": b"x"}, [None, True, 10 ** 30], float("nan"))

            def fails(n):
                values = {}
                return values["missing"]

            def spins(n):
                while True:
                    pass

            def reads(n):
                return open("/etc/passwd").read()

            def exits(n):
                sys.exit(3)
            """;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "half, returned, 0",
        "everything, returned, 0",
        "fails, raised, 1",
        "exits, raised, 1",
        "no_such_function, rejected, 1",
        "spins, limit_exceeded, 3",
        "reads, denied, 3"
    })
    void everyOutcomeHasItsExitCode(String function, String outcome, int exitCode)
            throws IOException {
        CommandRun run =
                CommandRun.of(
                        "run",
                        source(SOURCE).toString(),
                        "--call",
                        function,
                        "--args",
                        "[7]",
                        "--policy",
                        quick().toString(),
                        "--json");

        assertThat(run.out()).startsWith("{\"outcome\":\"" + outcome + "\"");
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void peopleSeeTheOutputAndTheValueAsTheLastLine() throws Exception {
        ProcessRun run =
                HandaxeProcess.run(
                        folder,
                        "run",
                        "" + source(SOURCE),
                        "--call",
                        "half",
                        "--args",
                        "{\"n\": 7}");

        assertThat(run).isEqualTo(new ProcessRun(0, "halving\n3.5\n", ""));
    }

    @Test
    void peopleSeeWhatWentWrongOnStderr() throws Exception {
        ProcessRun run =
                HandaxeProcess.run(
                        folder, "run", "" + source(SOURCE), "--call", "fails", "--args", "[1]");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("KeyError").contains("return values[\"missing\"]");
    }

    @Test
    void aTraceIsInTheJsonAndPeopleSeeItOnStderr() throws Exception {
        String[] call = {"run", "" + source(SOURCE), "--call", "half", "--args", "[7]"};
        CommandRun json =
                CommandRun.of(
                        Stream.concat(Stream.of(call), Stream.of("--trace", "lines", "--json"))
                                .toArray(String[]::new));
        CommandRun text =
                CommandRun.of(
                        Stream.concat(Stream.of(call), Stream.of("--trace", "calls"))
                                .toArray(String[]::new));

        assertThat(json.out())
                .contains(
                        "\"trace\":{\"mode\":\"lines\",\"calls\":[{\"depth\":0,"
                                + "\"function\":\"half\",\"line\":3,\"arguments\":\"n=7\","
                                + "\"result\":\"3.5\",\"raised\":false")
                .contains("{\"file\":\"half.py\",\"line\":5,\"count\":1,\"changes\":\"\"}");
        assertThat(text.out()).isEqualTo("halving\n3.5\n");
        assertThat(text.err()).startsWith("trace, calls:\n  half(n=7) -> 3.5  [");
    }

    @Test
    void anErrorHasTheLocalsOfItsFrames() throws Exception {
        CommandRun run =
                CommandRun.of(
                        "run", "" + source(SOURCE), "--call", "fails", "--args", "[1]", "--json");

        assertThat(run.out())
                .contains("\"locals\":{\"values\":\"{}\",\"n\":\"1\"}}],\"locals\":{")
                .doesNotContain("\"trace\"");
    }

    @Test
    void usageErrorsOfTheProcessAreOneJsonObject() throws Exception {
        ProcessRun run = HandaxeProcess.run(folder, "run", "missing.py", "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .isEqualTo(
                        "{\"error\":{\"code\":\"invalid_input\","
                                + "\"message\":\"missing.py: there is no such file\"}}\n");
        assertThat(run.err()).isEqualTo("handaxe: missing.py: there is no such file\n");
    }

    @Test
    void aProgramIsReadFromStdin() {
        CommandRun run =
                CommandRun.with(Map.of(), "import sys\nprint(sys.argv[:0], 6 * 7)\n", "run", "-");

        assertThat(run).isEqualTo(new CommandRun(0, "[] 42\n", ""));
    }

    @Test
    void aFunctionOfAStoreIsCalled() {
        Path store = folder.resolve("store");
        FunctionStore.open(store)
                .save(
                        FunctionSet.of(
                                List.of(
                                        FunctionDefinition.builder("half", SOURCE).build(),
                                        FunctionDefinition.builder(
                                                        "quarter",
                                                        "def quarter(n):\n    return half(half(n))\n")
                                                .build())),
                        Map.of());

        CommandRun run =
                CommandRun.of("functions", "call", "" + store, "quarter", "--args", "[10]");

        assertThat(run).isEqualTo(new CommandRun(0, "halving\nhalving\n2.5\n", ""));
    }

    @Test
    void aSyntaxErrorIsRejected() throws IOException {
        CommandRun run = CommandRun.of("run", "" + source("def f(:\n"), "--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("{\"outcome\":\"rejected\"");
    }

    @Test
    void anInterruptEndsWith130() throws Exception {
        Path file = source("while True: pass\n");
        Path slow =
                Files.writeString(
                        folder.resolve("slow.json"),
                        "{\"limits\": {\"cpu_ms\": 600000, \"wall_ms\": 600000}}");
        Process process =
                HandaxeProcess.start(folder, Map.of(), "run", "" + file, "--policy", "" + slow);
        awaitWorker(process);

        ProcessRun.signal(process, "INT");
        ProcessRun ended = ProcessRun.await(process);

        assertThat(ended.exitCode()).isEqualTo(130);
        assertThat(ended.err()).contains("interrupted");
    }

    /** Returns when the command has started its worker. */
    private static void awaitWorker(Process process) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (process.descendants().noneMatch(RunIT::isWorker)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean isWorker(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("worker-home");
    }

    private Path source(String text) throws IOException {
        return Files.writeString(folder.resolve("source.py"), text);
    }

    private Path quick() throws IOException {
        return Files.writeString(
                folder.resolve("quick.json"), "{\"limits\": {\"cpu_ms\": 300, \"wall_ms\": 2000}}");
    }
}
