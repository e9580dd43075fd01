package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir Path folder;

    private Ledger open() {
        return open(NOON);
    }

    private Ledger open(Instant now) {
        return Ledger.open(folder.resolve("ledger.jsonl"), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path file() {
        return folder.resolve("ledger.jsonl");
    }

    @Test
    void anEventIsInTheFileBeforeAppendReturns() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append("rollout", "a", Json.object().put("score", 1));

            assertThat(Files.readString(file())).contains("\"rollout\"").endsWith("}\n");
        }
    }

    @Test
    void aReopenedLedgerKnowsItsEvents() {
        try (Ledger ledger = open()) {
            ledger.append("rollout", "a", Json.object().put("score", 1));
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.find("rollout", "a"))
                    .hasValueSatisfying(
                            data -> assertThat(data.path("score").asInt()).isEqualTo(1));
            assertThat(ledger.find("rollout", "b")).isEmpty();
        }
    }

    @Test
    void whatIsRememberedIsMadeOnceAlsoAfterReopening() {
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            try (Ledger ledger = open()) {
                ledger.remember("x", "k", () -> Json.object().put("n", made.incrementAndGet()));
                ledger.remember("x", "k", () -> Json.object().put("n", made.incrementAndGet()));
            }
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void aTornLastLineIsCutOffAndTheNextEventIsWhole() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append("rollout", "a", Json.object());
        }
        Files.writeString(file(), "{\"event\":\"rollout\",\"key\":\"to", StandardOpenOption.APPEND);

        try (Ledger ledger = open()) {
            assertThat(ledger.all("rollout")).containsOnlyKeys("a");
            ledger.append("rollout", "b", Json.object());
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.all("rollout")).containsOnlyKeys("a", "b");
        }
    }

    @Test
    void aTornLastLineInsideACharacterIsCutOff() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append("rollout", "ä", Json.object());
        }
        byte[] whole = Files.readAllBytes(file());
        for (int length = 1; length < whole.length; length++) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            try (Ledger ledger = open()) {
                assertThat(ledger.all("rollout")).isEmpty();
            }
        }
    }

    @Test
    void aCorruptMiddleLineIsNamed() throws IOException {
        try (Ledger ledger = open()) {
            ledger.append("rollout", "a", Json.object());
        }
        Files.writeString(file(), "garbage\n{\"event\":\"x\"}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(HandaxeException.Code.INVALID_INPUT))
                .hasMessageContaining("ledger.jsonl: line 3 is corrupt");
    }

    @Test
    void aFileThatIsNoLedgerIsRefused() throws IOException {
        Files.writeString(
                file(),
                "{\"event\":\"x\",\"key\":\"y\",\"at\":\"2026-01-01T12:00:00Z\",\"data\":{}}\n");

        assertThatThrownBy(this::open).hasMessageContaining("line 1");
    }

    @Test
    void aLedgerOfANewerFormatSaysSoInOneLine() throws IOException {
        open().close();
        Files.writeString(file(), Files.readString(file()).replace("\"format\":1", "\"format\":2"));

        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(HandaxeException.Code.INVALID_INPUT))
                .hasMessageContaining("ledger.jsonl: the ledger has format 2")
                .hasMessageContaining("reads format 1: use the newer one")
                .hasMessageNotContaining("\n");
    }

    @Test
    void eventsOfManyThreadsAreEachWrittenOnceAndReadBackAsTheyAre() throws Exception {
        int threads = 16;
        int each = 50;
        try (Ledger ledger = open();
                ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                work.add(
                        all.submit(
                                () -> {
                                    for (int i = 0; i < each; i++) {
                                        String key = own / 2 + " " + i;
                                        var data = Json.object().put("text", key + "ä\n");
                                        if (i % 2 == 0) {
                                            ledger.append("x", key, data);
                                        } else {
                                            ledger.remember("x", key, () -> data);
                                        }
                                        assertThat(ledger.find("x", key)).hasValue(data);
                                    }
                                }));
            }
            for (Future<?> done : work) {
                done.get();
            }
        }
        assertThat(Files.readAllLines(file())).hasSize(1 + threads / 2 * each);
        try (Ledger ledger = open()) {
            assertThat(ledger.count("x")).isEqualTo(threads / 2 * each);
            assertThat(ledger.all("x"))
                    .allSatisfy(
                            (key, data) ->
                                    assertThat(data.path("text").asText()).isEqualTo(key + "ä\n"));
        }
    }

    @Test
    void onlyOneAtATimeHasItOpen() {
        try (Ledger _ = open()) {
            assertThatThrownBy(this::open).hasMessageContaining("another process");
        }
        open().close();
    }

    @Test
    void anInterruptedThreadStillWrites() {
        try (Ledger ledger = open()) {
            Thread.currentThread().interrupt();
            ledger.append("rollout", "a", Json.object());
            assertThat(Thread.interrupted()).isTrue();
            ledger.append("rollout", "b", Json.object());
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.all("rollout")).containsOnlyKeys("a", "b");
        }
    }

    @Test
    void theTimeBetweenSessionsDoesNotCount() {
        FakeClock clock = new FakeClock();
        try (Ledger ledger = Ledger.open(file(), clock)) {
            ledger.append("session", "1", Json.object());
            clock.now = NOON.plusSeconds(10);
            ledger.append("rollout", "a", Json.object());
        }
        clock.now = NOON.plusSeconds(1000);
        try (Ledger ledger = Ledger.open(file(), clock)) {
            ledger.append("session", "2", Json.object());
            clock.now = NOON.plusSeconds(1005);
            assertThat(ledger.elapsed()).isEqualTo(Duration.ofSeconds(15));
        }
    }

    private static final class FakeClock extends Clock {
        Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
