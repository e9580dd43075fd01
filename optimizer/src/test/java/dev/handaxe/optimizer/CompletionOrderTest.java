package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.runtime.FunctionSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run is the same however many rollouts are under way and in whatever order they end. */
class CompletionOrderTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void ledgersAndResultsDoNotDependOnTheOrderInWhichCallsEnd(SearchMethod method)
            throws Exception {
        TrainingResult alone = train("alone", 1, method);
        Set<String> expected = events("alone");
        assertThat(expected).hasSizeGreaterThan(200);

        for (int round = 0; round < 6; round++) {
            String name = "together" + round;
            TrainingResult together = train(name, 16, method);

            assertThat(events(name)).isEqualTo(expected);
            assertThat(together.epochs()).isEqualTo(alone.epochs());
            assertThat(together.baseline()).isEqualTo(alone.baseline());
            assertThat(together.best()).isEqualTo(alone.best());
            assertThat(together.usage()).isEqualTo(alone.usage());
            assertThat(together.functions()).isEqualTo(alone.functions());
        }
    }

    private TrainingResult train(String name, int concurrency, SearchMethod method) {
        try (ModelGateway gateway =
                ModelGateway.live(new PureModel(CompletionOrderTest::takeAWhile)).build()) {
            return new Trainer(gateway, PureModel.runner(), World.GRADER)
                    .train(
                            RunFolder.create(folder.resolve(name), Map.of()),
                            World.splits(12, 9, 6),
                            FunctionSet.empty(),
                            World.options()
                                    .search(method)
                                    .epochs(4)
                                    .patience(4)
                                    .repeats(2)
                                    .concurrency(concurrency)
                                    .build(),
                            TrainingListener.NONE);
        }
    }

    /** Lets others go first, more or fewer of them. */
    @SuppressWarnings("ThreadPriorityCheck") // another order of threads is another case, no more
    private static void takeAWhile() {
        for (int i = ThreadLocalRandom.current().nextInt(30); i > 0; i--) {
            Thread.yield();
        }
    }

    /** The ledger's events without what is measured. */
    private Set<String> events(String name) throws Exception {
        Set<String> events = new TreeSet<>();
        for (String line : Files.readAllLines(folder.resolve(name).resolve("ledger.jsonl"))) {
            ObjectNode event = Json.read(line);
            event.remove("at");
            event.remove("guest");
            if (event.path("event").asText().equals("finished")
                    && event.get("data") instanceof ObjectNode result) {
                result.remove("run");
                result.remove("seconds");
                result.remove("usage");
            }
            assertThat(events.add(Json.write(event))).isTrue();
        }
        return events;
    }
}
