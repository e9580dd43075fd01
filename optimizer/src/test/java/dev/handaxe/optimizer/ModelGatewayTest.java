package dev.handaxe.optimizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelGatewayTest extends LedgerFixture {
    private final List<Duration> waits = new ArrayList<>();

    private ModelGateway gateway(ChatModel model, long calls, long tokens) {
        var retries =
                new RetryPolicy(
                        4, Duration.ofSeconds(1), Duration.ofSeconds(3), waits::add, new Random(1));
        return attached(
                ModelGateway.live(model).retries(retries).build(),
                new Budget(OptionalLong.of(calls), OptionalLong.of(tokens)));
    }

    private ModelGateway gateway(ChatModel model) {
        return gateway(model, 1000, 1_000_000);
    }

    private static CallLabel label(String task) {
        return CallLabel.agent(new RolloutId("0123456789abcdef", "train", task, 1), 1);
    }

    private static ModelRequest asks(String question) {
        return new ModelRequest(List.of(new Message.User(question)), List.of());
    }

    /** Fails that often, then answers. */
    private static StubModel failing(int times, RuntimeException fault) {
        AtomicInteger left = new AtomicInteger(times);
        return new StubModel(
                _ -> {
                    if (left.getAndDecrement() > 0) {
                        throw fault;
                    }
                    return StubModel.says("done");
                });
    }

    @Test
    void aFaultThatLastsCostsNothing() {
        StubModel model = failing(1, new AuthenticationException("401"));
        ModelGateway gateway = gateway(model);

        assertThat(failure(gateway).code()).isEqualTo(Code.PROVIDER);
        assertThat(model.calls()).isEqualTo(1);
        assertThat(gateway.usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void aFaultThatPassesIsTriedAgainAndCountedOnce() {
        StubModel model = failing(2, new TimeoutException("slow"));
        ModelGateway gateway = gateway(model);

        assertThat(gateway.ask(label("a"), asks("x")).text()).isEqualTo("done");
        assertThat(model.calls()).isEqualTo(3);
        assertThat(gateway.usage().calls()).isEqualTo(1);
    }

    @Test
    void aHangingProviderCostsTheTimeout() {
        ModelGateway gateway =
                ModelGateway.live(hanging())
                        .retries(
                                new RetryPolicy(
                                        2,
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        waits::add,
                                        new Random(1)))
                        .build();
        gateway.attach(
                ledger,
                new Budget(OptionalLong.empty(), OptionalLong.empty()),
                Duration.ofMillis(20),
                false);

        assertThat(failure(gateway)).hasMessageContaining("no answer within");
        assertThat(waits).hasSize(1);
    }

    @Test
    void aWithheldAnswerIsAnEmptyOne() {
        StubModel model = failing(1, new ContentFilteredException("filtered"));

        assertThat(gateway(model).ask(label("a"), asks("x")).text()).isEmpty();
    }

    @Test
    void theCallBudgetIsKeptBeforeTheCall() {
        StubModel model = new StubModel(_ -> StubModel.says("done"));
        ModelGateway gateway = gateway(model, 2, 1_000_000);
        gateway.ask(label("a"), asks("1"));
        gateway.ask(label("a"), asks("2"));

        assertThatThrownBy(() -> gateway.ask(label("a"), asks("3")))
                .isInstanceOf(BudgetExceeded.class);
        assertThat(model.calls()).isEqualTo(2);
        assertThat(gateway.usage()).isEqualTo(new Usage(2, 200, 20));
    }

    @Test
    void theTokenBudgetIsKeptBeforeTheCall() {
        StubModel model = new StubModel(_ -> StubModel.says("done"));
        ModelGateway gateway = gateway(model, 1000, 1_500);
        gateway.ask(label("a"), asks("1"));

        assertThatThrownBy(() -> gateway.ask(label("a"), asks("x".repeat(400))))
                .isInstanceOf(BudgetExceeded.class);
        assertThat(model.calls()).isEqualTo(1);
    }

    /** A model that uses every token it may: more than four characters would let one guess. */
    @Test
    void aBudgetOfTokensIsNeverCrossedHoweverManyTheModelCounts() throws Exception {
        ChatModel greedy =
                new ChatModel() {
                    @Override
                    public ChatResponse doChat(ChatRequest request) {
                        int said = StubModel.prompt(request).getBytes(UTF_8).length;
                        return ChatResponse.builder()
                                .aiMessage(AiMessage.from("done"))
                                .tokenUsage(new TokenUsage(said, request.maxOutputTokens()))
                                .build();
                    }
                };
        ModelGateway gateway =
                attached(
                        ModelGateway.live(greedy).build(),
                        new Budget(
                                Allowance.UNLIMITED.withTokens(20_000),
                                OptionalInt.of(300),
                                () -> Duration.ZERO));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String question = "é".repeat(10 * i) + i;
                all.add(
                        callers.submit(
                                () -> {
                                    try {
                                        gateway.ask(label("a"), asks(question));
                                    } catch (BudgetExceeded e) {
                                        assertThat(e).hasMessage("20000 tokens");
                                    }
                                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        }
        assertThat(gateway.usage().tokens()).isBetween(18_000L, 20_000L);
    }

    @Test
    void theTimeOfTheRunEndsACallThatHangs() {
        ModelGateway gateway =
                attached(
                        ModelGateway.live(hanging()).build(),
                        new Budget(
                                Allowance.UNLIMITED.withTime(Duration.ofMillis(30)),
                                OptionalInt.empty(),
                                () -> Duration.ZERO));

        assertThatThrownBy(() -> gateway.ask(label("a"), asks("x")))
                .isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void callsAtTheSameTimeCannotCrossTheBudgetTogether() throws Exception {
        StubModel model = new StubModel(_ -> StubModel.says("done"));
        ModelGateway gateway = gateway(model, 5, 1_000_000);
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String question = "q" + i;
                futures.add(
                        executor.submit(
                                () -> {
                                    try {
                                        gateway.ask(label("a"), asks(question));
                                    } catch (BudgetExceeded e) {
                                        refused.incrementAndGet();
                                    }
                                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        assertThat(model.calls()).isEqualTo(5);
        assertThat(refused).hasValue(35);
    }

    @Test
    void oneSampleOfOnePromptIsAskedForOnce() {
        AtomicInteger count = new AtomicInteger();
        StubModel model = new StubModel(_ -> StubModel.says("answer " + count.incrementAndGet()));
        ModelGateway gateway = gateway(model);

        assertThat(gateway.ask(label("a"), asks("x")).text()).isEqualTo("answer 1");
        assertThat(gateway.ask(label("a"), asks("x")).text()).isEqualTo("answer 1");
        assertThat(gateway.ask(label("b"), asks("x")).text()).isEqualTo("answer 2");
        assertThat(gateway.usage().calls()).isEqualTo(2);
    }

    @Test
    void usageThatIsNotReportedIsEstimatedAndFlagged() {
        ChatModel silent =
                new ChatModel() {
                    @Override
                    public ChatResponse doChat(ChatRequest request) {
                        return ChatResponse.builder().aiMessage(AiMessage.from("12345678")).build();
                    }
                };
        ModelGateway gateway = gateway(silent);
        gateway.ask(label("a"), asks("x".repeat(400)));

        assertThat(gateway.usageEstimated()).isTrue();
        assertThat(gateway.usage().inputTokens()).isBetween(100L, 130L);
        assertThat(gateway.usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void usageThatIsReportedIsNotFlagged() {
        ModelGateway gateway = gateway(new StubModel(_ -> StubModel.says("done")));
        gateway.ask(label("a"), asks("x"));

        assertThat(gateway.usageEstimated()).isFalse();
    }

    @Test
    void theProvidersOwnIdsOfCallsAreReplaced() {
        StubModel model = new StubModel(_ -> StubModel.says(""));
        StubModel calling =
                new StubModel(
                        _ -> AiMessage.from(List.of(model.call("f", "{}"), model.call("g", "{}"))));
        ModelAnswer first = gateway(calling).ask(label("a"), asks("x"));

        assertThat(first.calls())
                .extracting(Message.ToolCall::id)
                .containsExactly("call_1", "call_2");
    }

    @Test
    void anInterruptEndsTheCall() {
        ModelGateway gateway = gateway(hanging());
        Thread.currentThread().interrupt();

        assertThat(failure(gateway).code()).isEqualTo(Code.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theOptimizerCanHaveAModelOfItsOwn() {
        StubModel agent = new StubModel(_ -> StubModel.says("agent"));
        StubModel optimizer = new StubModel(_ -> StubModel.says("optimizer"));
        ModelGateway gateway = attached(ModelGateway.live(agent).optimizer(optimizer).build());

        assertThat(gateway.ask(label("a"), asks("x")).text()).isEqualTo("agent");
        assertThat(
                        gateway.ask(
                                        CallLabel.optimizer(StepName.of("", 1), 1, 1, "01234567"),
                                        asks("x"))
                                .text())
                .isEqualTo("optimizer");
    }

    private static ChatModel hanging() {
        return new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                throw new IllegalStateException();
            }
        };
    }

    private static HandaxeException failure(ModelGateway gateway) {
        return catchThrowableOfType(
                HandaxeException.class, () -> gateway.ask(label("a"), asks("x")));
    }
}
