package dev.handaxe.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A program that has the bundle on its class path, and nothing else of a build. */
class WorkerBundleIT {
    private static final Path CACHE = Path.of(System.getProperty("handaxe.cache"));

    @BeforeAll
    static void forgetEarlierBuilds() throws IOException {
        if (Files.isDirectory(CACHE)) {
            try (Stream<Path> files = Files.walk(CACHE)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Also the first time, when both want to unpack. */
    @Test
    void twoSandboxesOfOneProgramHaveTheirOwnSettingsAndShareTheHome() throws Exception {
        assertThat(System.getProperty("handaxe.worker.home")).isNull();
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Future<Sandbox> first = both.submit(() -> open(1));
            Future<Sandbox> second = both.submit(() -> open(2));
            try (Sandbox one = first.get();
                    Sandbox two = second.get()) {
                ExecutionPolicy brief =
                        ExecutionPolicy.untrusted().with(LimitName.OUTPUT_BYTES, 10);
                assertThat(run(one, brief)).isInstanceOf(Outcome.LimitExceeded.class);
                assertThat(run(two, ExecutionPolicy.untrusted()).report().stdout())
                        .isEqualTo("x".repeat(100) + "\n");
            }
        }
        List<Path> homes = homes();
        assertThat(homes).hasSize(1);
        assertThat(homes.getFirst().resolve("worker.aot")).isNotEmptyFile();

        FileTime prepared = Files.getLastModifiedTime(homes.getFirst().resolve("complete"));
        try (Sandbox again = open(1)) {
            assertThat(run(again, ExecutionPolicy.untrusted()))
                    .isInstanceOf(Outcome.Returned.class);
        }
        assertThat(homes()).isEqualTo(homes);
        assertThat(Files.getLastModifiedTime(homes.getFirst().resolve("complete")))
                .isEqualTo(prepared);
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static Sandbox open(int workers) {
        return Sandbox.open(SandboxOptions.defaults().withWorkers(workers).withSpares(0));
    }

    private static Outcome run(Sandbox sandbox, ExecutionPolicy policy) {
        return sandbox.call(FunctionSet.empty(), Invocation.program("print('x' * 100)"), policy);
    }

    private static List<Path> homes() throws IOException {
        try (Stream<Path> all = Files.list(CACHE)) {
            return all.filter(Files::isDirectory).toList();
        }
    }
}
