package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    @TempDir Path folder;

    private Path file() {
        return folder.resolve("recording.jsonl");
    }

    private static CallLabel label(String task, int round) {
        return CallLabel.agent(new RolloutId("0123456789abcdef", "train", task, 1), round);
    }

    private static ModelRequest asks(String... said) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.Instructions("You solve tasks."));
        for (String text : said) {
            messages.add(new Message.User(text));
        }
        return new ModelRequest(messages, List.of(new Tool("f", "d", "{\"type\":\"object\"}")));
    }

    private static void join(ModelGateway gateway, Ledger ledger, boolean resumed) {
        gateway.attach(
                ledger,
                new Budget(OptionalLong.empty(), OptionalLong.empty()),
                Duration.ofMinutes(1),
                resumed);
    }

    private Ledger ledger(String name) {
        return Ledger.open(folder.resolve(name), Clock.systemUTC());
    }

    /** Records two calls. */
    private void record() {
        StubModel model =
                new StubModel(request -> StubModel.says("re: " + StubModel.last(request)));
        try (Ledger ledger = ledger("live.jsonl");
                ModelGateway gateway =
                        ModelGateway.live(model)
                                .record(file(), "a note", "stub", Map.of("train", "8"))
                                .build()) {
            join(gateway, ledger, false);
            gateway.ask(label("a", 1), asks("first"));
            gateway.ask(label("b", 1), asks("second\nline"));
        }
    }

    private ModelAnswer replay(CallLabel label, ModelRequest request) {
        try (Ledger ledger = ledger("replay" + System.nanoTime() + ".jsonl");
                ModelGateway gateway = ModelGateway.replay(file())) {
            join(gateway, ledger, false);
            return gateway.ask(label, request);
        }
    }

    @Test
    void aRecordedRunReplaysInAnyOrderWithTheSameUsage() throws IOException {
        record();
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        Collections.reverse(lines.subList(1, lines.size()));
        Files.write(file(), lines);

        try (Ledger ledger = ledger("replay.jsonl");
                ModelGateway gateway = ModelGateway.replay(file())) {
            join(gateway, ledger, false);
            assertThat(gateway.ask(label("b", 1), asks("second\nline")).text())
                    .isEqualTo("re: second\nline");
            assertThat(gateway.ask(label("a", 1), asks("first")).text()).isEqualTo("re: first");
            assertThat(gateway.usage()).isEqualTo(new Usage(2, 200, 20));
        }
    }

    @Test
    void theHeaderCarriesTheSettings() throws IOException {
        record();

        assertThat(ModelGateway.recordedSettings(file())).containsEntry("train", "8");
        assertThat(Files.readAllLines(file()).getFirst())
                .contains("\"format\":1", "\"note\":\"a note\"", "\"model\":\"stub\"");
    }

    @Test
    void anotherFunctionSetWithTheSamePromptReplays() {
        record();
        var other = CallLabel.agent(new RolloutId("ffffffffffffffff", "train", "a", 1), 1);

        assertThat(replay(other, asks("first")).text()).isEqualTo("re: first");
    }

    @Test
    void aDifferentPromptFailsLoudlyAndShowsWhereItDiffers() {
        record();

        assertThatThrownBy(() -> replay(label("a", 1), asks("firsT\u001b[31m\n")))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.REPLAY_MISMATCH))
                .hasMessageContaining("agent train task a repeat 1 round 1 set 01234567")
                .hasMessageContaining("message 2 differs")
                .hasMessageContaining("first")
                .hasMessageContaining("firsT")
                .hasMessageNotContainingAny("\u001b", "\n");
    }

    @Test
    void aPromptThatWasNeverAskedSaysSo() {
        record();

        assertThatThrownBy(() -> replay(label("zzz", 1), asks("first")))
                .hasMessageContaining("task zzz")
                .hasMessageContaining("no call of that place");
    }

    @Test
    void oneMessageMoreIsNamed() {
        record();

        assertThatThrownBy(() -> replay(label("a", 1), asks("first", "more")))
                .hasMessageContaining("number of messages differs, from message 3 on");
    }

    @Test
    void theMismatchIsBounded() {
        record();

        assertThatThrownBy(() -> replay(label("a", 1), asks("x".repeat(1_000_000))))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1500));
    }

    @Test
    void aWrongHeaderIsNamedWithFileAndLine() throws IOException {
        Files.writeString(file(), "{\"format\":\"x\"}\n");

        assertThatThrownBy(() -> ModelGateway.replay(file()))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessageContaining("recording.jsonl: line 1")
                .hasMessageContaining("format");
    }

    @Test
    void aNewerRecordingSaysSo() throws IOException {
        Files.writeString(file(), "{\"format\":2}\n");
        assertThatThrownBy(() -> ModelGateway.replay(file()))
                .hasMessageContaining(
                        "the recording has format 2, and this Handaxe reads format 1");
    }

    @Test
    void anEmptyOrMissingFileIsNoRecording() throws IOException {
        assertThatThrownBy(() -> ModelGateway.replay(file()))
                .hasMessageContaining("recording.jsonl");
        Files.writeString(file(), "");
        assertThatThrownBy(() -> ModelGateway.replay(file())).hasMessageContaining("line 1");
    }

    @Test
    void aCorruptLineIsNamedWithFileAndLine() throws IOException {
        record();
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.set(2, lines.get(2).substring(0, 40));
        Files.write(file(), lines);

        assertThatThrownBy(() -> ModelGateway.replay(file()))
                .hasMessageContaining("recording.jsonl: line 3");
    }

    @Test
    void aLineWithoutAnAnswerIsNamedWithItsField() throws IOException {
        record();
        Files.writeString(
                file(), "{\"format\":1}\n{\"key\":\"k\",\"label\":\"l\",\"request\":{}}\n");

        assertThatThrownBy(() -> ModelGateway.replay(file()))
                .hasMessageContaining("line 2")
                .hasMessageContaining("'text'");
    }

    @Test
    void aNewRunDoesNotOverwriteARecording() {
        record();
        ModelGateway gateway =
                ModelGateway.live(new StubModel(_ -> StubModel.says("")))
                        .record(file(), "", "", Map.of())
                        .build();
        try (Ledger ledger = ledger("second.jsonl")) {
            assertThatThrownBy(() -> join(gateway, ledger, false))
                    .hasMessageContaining("there is a file already");
        }
    }

    @Test
    void aResumedRunCompletesItsRecording() throws IOException {
        record();
        String before = Files.readString(file());
        Files.writeString(file(), before.substring(0, before.length() - 30));
        try (Ledger ledger = ledger("live.jsonl");
                ModelGateway gateway =
                        ModelGateway.live(new StubModel(_ -> StubModel.says("third")))
                                .record(file(), "a note", "stub", Map.of("train", "8"))
                                .build()) {
            join(gateway, ledger, true);
            gateway.ask(label("c", 1), asks("third"));
        }
        assertThat(Files.readString(file())).startsWith(before);
        assertThat(replay(label("c", 1), asks("third")).text()).isEqualTo("third");
    }

    @Test
    void nothingButMessagesToolsAndUsageIsWritten() throws IOException {
        record();

        assertThat(Files.readAllLines(file()).get(1))
                .matches(
                        "\\{\"key\":\"[0-9a-f]{64}\",\"label\":.*,\"request\":\\{\"messages\":.*"
                                + ",\"tools\":.*},\"response\":\\{\"text\":.*,\"calls\":\\[]},\"usage\":\\{.*}}");
    }
}
