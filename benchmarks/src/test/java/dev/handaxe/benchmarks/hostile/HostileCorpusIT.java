package dev.handaxe.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every hostile program against real workers. On the image jit all of it takes over half an hour.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
final class HostileCorpusIT {
    /** Whose cases are run: all, or those whose names begin with a match of this expression. */
    private static final String ONLY = System.getProperty("handaxe.hostile.only", "");

    /** Which workers all of it is run on; the image jit has a test of its own besides. */
    private static final Image IMAGE =
            Image.valueOf(
                    System.getProperty("handaxe.hostile.image", "startup")
                            .toUpperCase(Locale.ROOT));

    /**
     * On workers of the image jit: those that are over soon and leave the worker alive, whose
     * successor would take ten seconds to start. One of a class.
     */
    private static final Set<String> QUICK_ON_JIT =
            Set.of(
                    "002b-globals-of-everything",
                    "003a-gc-objects",
                    "004a-frames-beyond-the-entry",
                    "005-generator-frames",
                    "006b-java-error-of-the-interpreter",
                    "008a-format-paths",
                    "010a-crafted-bytecode",
                    "012-warnings-module",
                    "015a-os-system",
                    "021a-replaced-builtins",
                    "024d-abort",
                    "026b-low-level-threads",
                    "029a-polyglot-eval",
                    "030-polyglot-bindings",
                    "031-interop-behaviour",
                    "033-reentrancy",
                    "034-lying-sizes",
                    "036-classpath");

    /**
     * What ends otherwise on the image jit than on startup, though nothing comes of it:
     * docs/images.md.
     */
    private static final Set<String> OTHERWISE_ON_JIT =
            Set.of(
                    "041b-destroying-the-canary",
                    "045b-memfd",
                    "046c-shared-memory",
                    "048a-sqlite",
                    "072d-xml-entities",
                    "096d-stop-the-worker");

    /** Whether it is known to end so on jit, and does no more than that. */
    private static boolean isKnown(HostileVerdict failure) {
        return IMAGE == Image.JIT
                && OTHERWISE_ON_JIT.contains(failure.of().id())
                && failure.problems().stream()
                        .allMatch(problem -> problem.startsWith(HostileVerdict.OTHERWISE));
    }

    @Test
    void whatIsOverSoonHoldsOnTheImageJit() {
        HostileCorpus corpus =
                HostileCorpus.load().only(each -> QUICK_ON_JIT.contains(each.id())).on(Image.JIT);
        HostileResult result =
                HostileRun.run(corpus, SandboxOptions.defaults(), HostileListener.NONE);

        assertThat(result.failures().stream().map(HostileCorpusIT::shown)).isEmpty();
        assertThat(result.problems()).isEmpty();
        assertThat(result.verdicts()).hasSameSizeAs(QUICK_ON_JIT);
    }

    @Test
    void itHoldsInBubblewrap() {
        SandboxOptions options = SandboxOptions.defaults().withBubblewrap(new BubblewrapUse.Auto());
        try (Sandbox sandbox = Sandbox.open(options.withWorkers(1).withSpares(0))) {
            assumeTrue(sandbox.confinement().name().equals("bubblewrap"), "bubblewrap is absent");
        }
        assertHolds("bubblewrap", options);
    }

    @Test
    void itHoldsInPlainProcesses() {
        assertHolds("process", SandboxOptions.defaults().withBubblewrap(new BubblewrapUse.Off()));
    }

    private static void assertHolds(String name, SandboxOptions options) {
        long started = System.nanoTime();
        Pattern named = Pattern.compile(ONLY);
        HostileCorpus corpus =
                HostileCorpus.load().only(each -> named.matcher(each.id()).lookingAt());
        if (IMAGE != Image.STARTUP) {
            corpus = corpus.on(IMAGE);
        }
        HostileResult result = HostileRun.run(corpus, options, new Broken());
        System.out.printf(
                "hostile corpus, %s: %d cases, %d stopped hard, largest overrun %d ms (%s), %d"
                        + " repeated for being late %s, %d s%n",
                name,
                result.verdicts().size(),
                stopped(result, Outcome.Stage.HARD),
                result.largestOverrun().toMillis(),
                result.slowest().map(verdict -> verdict.of().id()).orElse("none"),
                result.late().size(),
                result.late().stream().map(Duration::toMillis).toList(),
                Duration.ofNanos(System.nanoTime() - started).toSeconds());
        assertThat(result.problems()).isEmpty();
        assertThat(result.failures().stream().filter(each -> !isKnown(each)))
                .extracting(HostileCorpusIT::shown)
                .isEmpty();
        if (IMAGE == Image.STARTUP) {
            assertThat(result.held()).isTrue();
        }
        assertThat(result.verdicts())
                .extracting(verdict -> verdict.outcome().report().confinement())
                .containsOnly(name);
        assertThat(result.largestOverrun()).isLessThanOrEqualTo(HostileRun.MAX_OVERRUN);
        if (ONLY.isEmpty()) {
            assertThat(stopped(result, Outcome.Stage.SOFT)).isGreaterThan(20);
            assertThat(stopped(result, Outcome.Stage.HARD)).isGreaterThan(10);
        }
    }

    @Test
    void aSandboxThatDoesNotHoldIsFoundOut() {
        HostileCase denied = made("040-denied", "print('read')", Map.of("denied", List.of()), 5000);
        HostileCase late = made("050-late", "sum(range(10**6))", Map.of("returned", List.of()), 1);
        HostileCase fine = made("087-fine", "print('read')", Map.of("returned", List.of()), 5000);
        List<String> heard = new ArrayList<>();
        HostileResult result =
                HostileRun.run(
                        new HostileCorpus(List.of(denied, late, fine)),
                        SandboxOptions.defaults(),
                        new HostileListener() {
                            @Override
                            public void started(HostileCase next, int index, int cases) {
                                heard.add(index + " of " + cases + ": " + next.id());
                            }

                            @Override
                            public void judged(HostileVerdict verdict) {
                                heard.add(verdict.ending());
                            }
                        });
        assertThat(result.held()).isFalse();
        assertThat(result.problems()).isEmpty();
        assertThat(result.failures())
                .extracting(verdict -> verdict.of().id())
                .containsExactly("040-denied", "050-late");
        assertThat(result.failures().getFirst().problems())
                .singleElement()
                .asString()
                .contains("ended as returned", "read");
        assertThat(result.failures().getLast().problems())
                .singleElement()
                .asString()
                .startsWith(HostileVerdict.LATE);
        assertThat(heard)
                .containsExactly(
                        "1 of 3: 040-denied",
                        "returned",
                        "2 of 3: 050-late",
                        "returned",
                        "3 of 3: 087-fine",
                        "returned");
    }

    private static HostileCase made(
            String id, String source, Map<String, List<String>> ends, int deadlineMillis) {
        Expectation expected =
                new Expectation(
                        ends,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(deadlineMillis));
        HostileCall attack =
                new HostileCall(
                        source,
                        Optional.empty(),
                        "corpus",
                        ExecutionPolicy.untrusted().with(LimitName.WALL_MS, 10_000),
                        expected);
        return new HostileCase(
                id,
                Integer.parseInt(id.substring(0, 3)),
                "made by a test",
                attack,
                Optional.empty(),
                Optional.empty());
    }

    private static long stopped(HostileResult result, Outcome.Stage stage) {
        return result.verdicts().stream()
                .filter(
                        verdict ->
                                verdict.outcome() instanceof Outcome.LimitExceeded exceeded
                                        && exceeded.breach().stage() == stage)
                .count();
    }

    private static String shown(HostileVerdict verdict) {
        return verdict.problems().stream()
                .collect(Collectors.joining("; ", verdict.of().id() + ": ", ""));
    }

    /** Says at once which case did not hold: the whole takes long on some images. */
    private static final class Broken implements HostileListener {
        @Override
        public void judged(HostileVerdict verdict) {
            if (!verdict.held()) {
                System.out.println(shown(verdict));
            }
        }
    }
}
