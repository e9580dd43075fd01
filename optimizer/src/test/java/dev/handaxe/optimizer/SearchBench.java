package dev.handaxe.optimizer;

import dev.handaxe.optimizer.CallLabel.Role;
import dev.handaxe.optimizer.TrainingResult.Epoch;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.ParameterSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A search on scores that a test makes up: the trials, the rule, the journal, the ledger, the store
 * and the budget are the real ones, agent and optimizer are functions. Confined to one test.
 */
final class SearchBench {
    /** Of every call. */
    static final int AGENT_TOKENS = 100;

    private static final int TOKENS_OF_A_FUNCTION = 40;

    private final Scores scores;
    private final Proposer proposer;
    private final Splits splits;
    private final AtomicInteger effects = new AtomicInteger();
    private int kept;
    private FunctionSet start = FunctionSet.empty();
    private Consumer<Search> afterEpoch = _ -> {};
    private long budgetCalls = Long.MAX_VALUE;
    private long budgetTokens = Long.MAX_VALUE;
    private int killedAfter = Integer.MAX_VALUE;

    /** What a set scores on a task, in that repeat. */
    interface Scores {
        double of(FunctionSet functions, String task, int repeat);
    }

    /**
     * How a search ended.
     *
     * @param keys the names of all events in the ledger, in order
     */
    record Run(String ended, Candidate best, List<Epoch> epochs, Usage spent, List<String> keys) {}

    SearchBench(Splits splits, Scores scores, Proposer proposer) {
        this.splits = splits;
        this.scores = scores;
        this.proposer = proposer;
    }

    SearchBench start(FunctionSet functions) {
        start = functions;
        return this;
    }

    SearchBench afterEpoch(Consumer<Search> look) {
        afterEpoch = look;
        return this;
    }

    SearchBench budget(long calls) {
        budgetCalls = calls;
        return this;
    }

    SearchBench budgetTokens(long tokens) {
        budgetTokens = tokens;
        return this;
    }

    /** The provider goes away after so many calls, until that is changed. */
    SearchBench killedAfter(int calls) {
        killedAfter = calls;
        return this;
    }

    /** Calls that were made, in all sessions. */
    int effects() {
        return effects.get();
    }

    /** How often the agent heard of a set that was kept, in all sessions. */
    int kept() {
        return kept;
    }

    static Splits splits(int train, int validation) {
        return new Splits(tasks("train", train), tasks("validation", validation), List.of());
    }

    private static List<Task> tasks(String split, int count) {
        return IntStream.range(0, count).mapToObj(n -> new Task(split + n, "?", "", "")).toList();
    }

    /** A function whose source tells its version. */
    static FunctionDefinition function(String name, int version) {
        return function(name, "return n + " + version);
    }

    static FunctionDefinition function(String name, String body) {
        return FunctionDefinition.builder(name, "def " + name + "(n):\n    " + body)
                .description("Computes " + name + ".")
                .parameters(ParameterSchema.parse(World.SCHEMA))
                .build();
    }

    static FunctionSet set(FunctionDefinition... functions) {
        return FunctionSet.of(List.of(functions));
    }

    /** Begins the search in that folder, or goes on with it. */
    Run run(Path folder, TrainingOptions options) {
        RunFolder run =
                Files.exists(folder) ? RunFolder.open(folder) : RunFolder.create(folder, Map.of());
        var allowance =
                new Allowance(
                        OptionalLong.of(budgetCalls),
                        OptionalLong.of(budgetTokens),
                        Optional.empty(),
                        Optional.empty(),
                        Prices.NONE);
        var budget = new Budget(allowance, OptionalInt.of(0), () -> Duration.ZERO);
        Run ended;
        try (Ledger ledger = Ledger.open(run.ledger(), Clock.systemUTC())) {
            if (run.functions().versions().isEmpty()) {
                run.functions().save(start, Map.of("epoch", "0"));
            }
            ledger.forEach(
                    "call", (_, _) -> budget.spend(Role.AGENT, new Usage(1, AGENT_TOKENS, 0)));
            ended = search(run, options, budget, ledger);
        }
        return new Run(
                ended.ended(), ended.best(), ended.epochs(), budget.usage(), keys(run.ledger()));
    }

    private Run search(RunFolder run, TrainingOptions options, Budget budget, Ledger ledger) {
        var trials =
                new Trials(
                        new Evaluator(
                                new RolloutMaker() {
                                    @Override
                                    public Rollout solve(
                                            Task task, FunctionSet functions, RolloutId id) {
                                        return SearchBench.this.solve(
                                                task, functions, id, budget, ledger);
                                    }

                                    @Override
                                    public void kept(List<Rollout> training) {
                                        kept++;
                                    }
                                },
                                ledger,
                                options,
                                TrainingListener.NONE),
                        splits,
                        options);
        Candidate baseline = Candidate.unknown(start);
        List<Search> searching = new ArrayList<>();
        String ended;
        try {
            baseline = trials.candidate(start, "baseline");
            var listener =
                    new TrainingListener() {
                        @Override
                        public void epochDone(Epoch epoch) {
                            afterEpoch.accept(searching.getFirst());
                        }
                    };
            Search search =
                    Search.of(
                            new Search.Parts(
                                    trials,
                                    (epoch, current, history) -> {
                                        call(budget, ledger, "epoch " + epoch);
                                        return proposer.step(epoch, current, history);
                                    },
                                    AcceptanceRule.of(options, trials),
                                    new RunJournal(ledger, run, listener, options.scope()),
                                    options),
                            baseline);
            searching.add(search);
            ended = search.run();
        } catch (BudgetExceeded e) {
            ended = "budget";
        }
        return searching.isEmpty()
                ? new Run(ended, baseline, List.of(), Usage.NONE, List.of())
                : new Run(
                        ended,
                        searching.getFirst().best(),
                        searching.getFirst().epochs(),
                        Usage.NONE,
                        List.of());
    }

    private Rollout solve(
            Task task, FunctionSet functions, RolloutId id, Budget budget, Ledger ledger) {
        call(budget, ledger, id.key());
        List<FunctionCall> calls =
                functions.functions().stream()
                        .filter(f -> scores.of(set(f), task.id(), id.repeat()) > 0)
                        .map(
                                f ->
                                        new FunctionCall(
                                                f.name(), "{}", "returned", "", Optional.empty()))
                        .toList();
        return new Rollout(
                task.id(),
                new Verdict(scores.of(functions, task.id(), id.repeat()), ""),
                List.of(new Message.Assistant("x", List.of())),
                calls,
                new Usage(1, AGENT_TOKENS + TOKENS_OF_A_FUNCTION * functions.size(), 0));
    }

    /** A call as the gateway makes it: known, or booked, made and written down. */
    private void call(Budget budget, Ledger ledger, String key) {
        ledger.remember(
                "call",
                key,
                () -> {
                    Budget.Booking booking = budget.book(Role.AGENT, AGENT_TOKENS);
                    if (effects.get() >= killedAfter) {
                        budget.settle(booking, Usage.NONE);
                        throw new HandaxeException(Code.PROVIDER, "gone");
                    }
                    effects.incrementAndGet();
                    budget.settle(booking, new Usage(1, AGENT_TOKENS, 0));
                    return Json.object();
                });
    }

    private static List<String> keys(Path ledger) {
        try {
            List<String> keys = new ArrayList<>();
            for (String line : Files.readAllLines(ledger)) {
                var event = Json.read(line);
                keys.add(event.path("event").asText() + " " + event.path("key").asText());
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Json.Malformed e) {
            throw new IllegalStateException(e);
        }
    }
}
