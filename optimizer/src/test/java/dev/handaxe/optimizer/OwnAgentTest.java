package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Agents of the user's own, against the contract of {@link Agent} and {@link AgentRun}. */
class OwnAgentTest extends LedgerFixture {
    private static final Task TASK = new Task("t", "square of 12", "144", "Say the number.");

    private final World world = new World();
    private StubModel model = world.model;
    private long budget = 100;

    private Rollout solve(Agent agent) {
        ModelGateway gateway =
                attached(
                        ModelGateway.live(model).build(),
                        new Budget(OptionalLong.of(budget), OptionalLong.empty()));
        TrainingOptions options = World.options().maxRounds(3).agent("own", agent).build();
        FunctionSet functions = World.set(World.GOOD);
        return new GradedAgent(gateway, world.runner, World.GRADER, ledger, options)
                .solve(TASK, functions, new RolloutId(functions.hash(), "train", "t", 1));
    }

    /** Asks, makes the calls it is asked for, and asks again, in LangChain4j's types. */
    private static String loop(String question, AgentRun run) {
        var request =
                ChatRequest.builder()
                        .messages(UserMessage.from(question))
                        .toolSpecifications(run.tools())
                        .build();
        ToolExecutionRequest wanted =
                run.model().chat(request).aiMessage().toolExecutionRequests().getFirst();
        return run.call(wanted.name(), wanted.arguments()).replaceAll("\\D", "");
    }

    @Test
    void whatItAnswersIsGradedAndItsStepsAreKept() {
        Rollout rollout = solve(OwnAgentTest::loop);

        assertThat(rollout.solved()).isTrue();
        assertThat(rollout.finalMessage()).isEqualTo("144");
        assertThat(rollout.usage()).isEqualTo(new Usage(1, 100, 10));
        assertThat(rollout.calls())
                .singleElement()
                .satisfies(
                        call -> {
                            assertThat(call.name()).isEqualTo("square");
                            assertThat(call.arguments()).isEqualTo("{\"n\": 12}");
                        });
        assertThat(rollout.messages())
                .hasSize(3)
                .first()
                .isEqualTo(new Message.User("square of 12\n\nSay the number."));
    }

    @Test
    void itsToolsReachTheModelAsTheyAreOffered() {
        solve(OwnAgentTest::loop);

        assertThat(model.requests().getFirst().toolSpecifications())
                .isEqualTo(
                        new AgentTools(
                                        world.runner,
                                        World.options().build().policy(),
                                        TrainingOptions.PythonTool.ABSENT,
                                        World.set(World.GOOD))
                                .tools().stream().map(ChatTranslation::toChat).toList());
    }

    @Test
    void itMayOfferToolsOfItsOwn() {
        var search =
                ToolSpecification.builder()
                        .name("search")
                        .parameters(
                                JsonObjectSchema.builder()
                                        .addStringProperty("text", "what to look for")
                                        .required("text")
                                        .build())
                        .build();
        solve(
                (question, run) ->
                        run.model()
                                .chat(
                                        ChatRequest.builder()
                                                .messages(UserMessage.from(question))
                                                .toolSpecifications(search)
                                                .build())
                                .toString());

        ToolSpecification offered = model.requests().getFirst().toolSpecifications().getFirst();
        assertThat(offered.name()).isEqualTo("search");
        assertThat(offered.parameters().required()).containsExactly("text");
        assertThat(offered.parameters().properties().get("text"))
                .asString()
                .contains("what to look for", "string");
    }

    @Test
    void nothingIsAskedOrCalledTwiceWhenItIsRunAgain() {
        Rollout first = solve(OwnAgentTest::loop);
        int asked = model.calls();
        int called = world.runner.calls();

        assertThat(solve(OwnAgentTest::loop)).isEqualTo(first);
        assertThat(model.calls()).isEqualTo(asked);
        assertThat(world.runner.calls()).isEqualTo(called);
    }

    @Test
    void theSameRequestTwiceInAnAttemptIsTwoDraws() {
        AtomicInteger number = new AtomicInteger();
        model = new StubModel(_ -> StubModel.says("draw " + number.incrementAndGet()));
        Agent twice = (q, run) -> run.model().chat(q) + ", " + run.model().chat(q);

        assertThat(solve(twice).finalMessage()).isEqualTo("draw 1, draw 2");
        assertThat(solve(twice).finalMessage()).isEqualTo("draw 1, draw 2");
        assertThat(number).hasValue(2);
    }

    @Test
    void theExampleOfThePageOnTrainingVotes() {
        // own starts
        Agent selfConsistent =
                (question, run) -> {
                    List<String> answers = new ArrayList<>();
                    while (run.roundsLeft() > 0) {
                        answers.add(run.model().chat(question));
                    }
                    return answers.stream()
                            .max(Comparator.comparingInt(a -> Collections.frequency(answers, a)))
                            .orElse("");
                };
        TrainingOptions options =
                TrainingOptions.builder()
                        .agent("self-consistent", selfConsistent)
                        .maxRounds(5)
                        .build();
        // own ends
        AtomicInteger number = new AtomicInteger();
        model = new StubModel(_ -> StubModel.says(number.incrementAndGet() == 1 ? "7" : "144"));

        assertThat(solve(options.agent()).finalMessage()).isEqualTo("144");
        assertThat(options.maxRounds()).isEqualTo(5);
        assertThat(number).hasValue(3);
    }

    @Test
    void conversationsBesideEachOtherAreAllKept() {
        model = new StubModel(request -> StubModel.says("to " + StubModel.last(request)));
        Rollout rollout =
                solve(
                        (_, run) -> {
                            run.model().chat("one");
                            run.model().chat("two");
                            return "none";
                        });

        assertThat(rollout.messages())
                .extracting(Message::text)
                .containsExactly("one", "to one", "two", "to two", "none");
    }

    @Test
    void moreRoundsThanAnAttemptHasFailTheTask() {
        Rollout rollout =
                solve(
                        (question, run) -> {
                            for (int i = 3; i > 0; i--) {
                                assertThat(run.roundsLeft()).isEqualTo(i);
                                run.model().chat(question + i);
                            }
                            return run.model().chat(question);
                        });

        assertThat(rollout.solved()).isFalse();
        assertThat(rollout.verdict().reason())
                .isEqualTo(
                        "the agent failed: IllegalStateException: no model calls are left: an"
                                + " attempt has 3");
        assertThat(model.calls()).isEqualTo(3);
    }

    @Test
    void whatItThrowsFailsTheTask() {
        Rollout rollout =
                solve(
                        (_, _) -> {
                            throw new UnsupportedOperationException("no\u001b idea");
                        });

        assertThat(rollout.solved()).isFalse();
        assertThat(rollout.finalMessage()).isEmpty();
        assertThat(rollout.verdict().reason())
                .startsWith("the agent failed: UnsupportedOperationException: no")
                .doesNotContain("\u001b");
    }

    @Test
    void aBudgetThatEndedIsNotSwallowed() {
        budget = 1;
        Agent swallowing =
                (question, run) -> {
                    run.model().chat(question + 1);
                    try {
                        return run.model().chat(question + 2);
                    } catch (RuntimeException e) {
                        return "144";
                    }
                };

        assertThatThrownBy(() -> solve(swallowing)).isInstanceOf(BudgetExceeded.class);
        assertThat(ledger.all("rollout")).isEmpty();
    }

    @Test
    void aRequestThatCannotBePassedOnWholeEndsTheRun() {
        var hot = ChatRequest.builder().messages(UserMessage.from("x")).temperature(1.0).build();
        assertThatThrownBy(() -> solve((_, run) -> run.model().chat(hot).toString()))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT))
                .hasMessageContaining("set it on the model");
        var image = UserMessage.from(ImageContent.from("http://localhost/x.png"));
        assertThatThrownBy(() -> solve((_, run) -> run.model().chat(image).toString()))
                .hasMessageContaining("something else than text");
        assertThat(model.calls()).isZero();
    }

    @Test
    void itNeverSeesTheRightAnswer() {
        solve(
                (question, run) -> {
                    assertThat(question + run.taskId() + run.functions() + run.tools())
                            .doesNotContain("144");
                    return "";
                });
        assertThat(Agent.class.getDeclaredMethods())
                .allSatisfy(
                        method ->
                                assertThat(method.getParameterTypes()).doesNotContain(Task.class));
    }

    @Test
    void anAttemptWithoutAModelShowsTheQuestion() {
        Rollout rollout = solve((_, run) -> run.call("square", "{\"n\": 12}"));

        assertThat(rollout.messages())
                .hasSize(2)
                .first()
                .isEqualTo(new Message.User("square of 12\n\nSay the number."));
    }

    @Test
    void aTrainerTrainsItAndARunIsNotResumedWithAnother() throws Exception {
        World trained = new World(World.Edit.add(World.GOOD));
        Agent agent =
                (question, run) -> run.functions().size() == 0 ? "unknown" : loop(question, run);
        TrainingOptions options = World.options().agent("my own", agent).build();
        var run = RunFolder.create(folder.resolve("run"), Map.of());
        TrainingResult result =
                new Trainer(ModelGateway.live(trained.model).build(), trained.runner, World.GRADER)
                        .train(
                                run,
                                World.splits(2, 2, 2),
                                FunctionSet.empty(),
                                options,
                                TrainingListener.NONE);

        assertThat(result.baseline().test()).hasValue(0.0);
        assertThat(result.best().test()).hasValue(1.0);
        assertThat(Files.readString(run.path().resolve("run.json"))).contains("\"my own\"");
        assertThatThrownBy(
                        () ->
                                new Trainer(
                                                ModelGateway.live(trained.model).build(),
                                                trained.runner,
                                                World.GRADER)
                                        .train(
                                                RunFolder.open(run.path()),
                                                World.splits(2, 2, 2),
                                                FunctionSet.empty(),
                                                World.options().build(),
                                                TrainingListener.NONE))
                .hasMessageContaining("agent my own, not function-calling");
    }

    @Test
    void anAgentNeedsAName() {
        assertThatThrownBy(() -> World.options().agent(" ", Agent.functionCalling()))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining("name is blank");
    }

    @Test
    void anAnswerWithTextAndCallsArrivesWhole() {
        model =
                new StubModel(
                        _ ->
                                AiMessage.from(
                                        "both",
                                        List.of(world.model.call("square", "{\"n\": 12}"))));
        Rollout rollout =
                solve(
                        (question, run) -> {
                            AiMessage said =
                                    run.model().chat(UserMessage.from(question)).aiMessage();
                            assertThat(said.toolExecutionRequests().getFirst().id())
                                    .isEqualTo("call_1");
                            return said.text();
                        });

        assertThat(rollout.finalMessage()).isEqualTo("both");
    }
}
