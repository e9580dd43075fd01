package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Repeatable runs, each in a worker process of its own. */
class DeterminismIT {
    private static final ExecutionPolicy FRESH =
            ExecutionPolicy.evaluation().with(Isolation.PROCESS).with(Grants.none().withFolder());

    private static final String EVERYTHING =
            """
            import random, os, uuid, time, datetime, secrets, tempfile, _thread, threading
            print(random.random(), random.randint(0, 10**9), random.sample(range(1000), 5))
            print(random.Random().random(), random.SystemRandom().random(), random.gauss(0, 1))
            random.seed(); print(random.random())
            print(os.urandom(5), os.urandom(0), secrets.token_hex(8), secrets.randbelow(10**6))
            print(uuid.uuid1(), uuid.uuid4(), uuid.getnode())
            print(time.time(), time.time_ns(), time.monotonic(), time.perf_counter(), time.process_time())
            print(time.localtime(), time.gmtime(), time.strftime('%c %Z'), time.ctime(), time.asctime())
            print(datetime.datetime.now(), datetime.datetime.today(), datetime.date.today())
            print(datetime.datetime.now(datetime.timezone.utc), datetime.datetime.fromtimestamp(time.time()))
            print(os.getpid(), os.getppid(), os.cpu_count(), threading.get_ident(), id([]), id(object()))
            with tempfile.NamedTemporaryFile() as f: print(f.name, os.stat(f.name))
            """;

    @RegisterExtension static final OpenSandbox SANDBOX = new OpenSandbox(FRESH);

    @Test
    void twoWorkersPrintTheSame() {
        Outcome first = run(EVERYTHING, 7);
        Outcome second = run(EVERYTHING, 7);
        assertThat(first).isInstanceOf(Outcome.Returned.class);
        assertThat(first.report().stdout().lines()).hasSize(11);
        assertThat(second.report().stdout()).isEqualTo(first.report().stdout());
    }

    @Test
    void anotherSeedPrintsSomethingElse() {
        for (String source :
                new String[] {
                    "import random; print(random.random())",
                    "import random; print(random.SystemRandom().random())",
                    "import os; print(os.urandom(8))",
                    "import uuid; print(uuid.uuid4())"
                }) {
            String first = run(source, 7).report().stdout();
            assertThat(first).isNotBlank();
            assertThat(run(source, 8).report().stdout()).as(source).isNotEqualTo(first);
        }
    }

    @Test
    void timeStartsAtTheClockAndMovesWhenItIsReadOrSlept() {
        Outcome outcome =
                run(
                        """
                        import time, datetime
                        before = time.time()
                        print(int(before), datetime.date.today(), time.strftime('%H:%M'))
                        time.sleep(3600)
                        print(round(time.time() - before), datetime.datetime.now().hour)
                        while time.monotonic() < 3600.01: pass
                        print(time.mktime((2024, 2, 29, 12, 0, 0, 0, 0, 0)), time.ctime(0))
                        """,
                        1);
        assertThat(outcome.report().stdout())
                .isEqualTo(
                        """
                        946684800 2000-01-01 00:00
                        3600 1
                        1709208000.0 Thu Jan  1 00:00:00 1970
                        """);
        ExecutionPolicy late =
                FRESH.with(new Determinism(0, Instant.parse("9998-12-31T23:59:59.5Z")));
        assertThat(
                        SANDBOX.run("import datetime; print(datetime.datetime.now().year)", late)
                                .report()
                                .stdout())
                .isEqualTo("9998\n");
    }

    @Test
    void anExplicitSeedIsThatOfPython() {
        String source =
                "import random; print(random.Random(5).random(), random.Random('a').random())";
        String usual = SANDBOX.run(source, FRESH).report().stdout();
        assertThat(run(source, 7).report().stdout())
                .isEqualTo(usual)
                .startsWith("0.6229016948897019");
    }

    @Test
    void hashesAndTheOrderOfSetsAreFixedInEveryWorker() {
        String source =
                """
                print(hash('a'), hash('text' * 9), hash(b'x'), hash((1, 'a')), hash(1.5))
                print({'x', 'y', 'zebra', 'b'} | set('hello world'), list(frozenset(['q', 'p'])))
                print(dict.fromkeys('hello'), sorted({'b': 1, 'a': 2}))
                """;
        String first = SANDBOX.run(source, FRESH).report().stdout();
        assertThat(first).isNotBlank();
        assertThat(SANDBOX.run(source, FRESH).report().stdout()).isEqualTo(first);
    }

    @Test
    void withoutASeedTwoRunsDiffer() {
        String source = "import random, os; print(random.random(), os.urandom(8))";
        assertThat(SANDBOX.run(source, FRESH).report().stdout())
                .isNotEqualTo(SANDBOX.run(source, FRESH).report().stdout());
    }

    private static Outcome run(String source, long seed) {
        return SANDBOX.run(source, FRESH.with(new Determinism(seed, Determinism.DEFAULT_CLOCK)));
    }
}
