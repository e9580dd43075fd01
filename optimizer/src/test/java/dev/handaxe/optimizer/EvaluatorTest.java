package dev.handaxe.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EvaluatorTest extends LedgerFixture {
    private final List<Task> tasks = World.splits(6, 0, 0).train();

    private Evaluation evaluate(RolloutMaker agent, int concurrency) {
        TrainingOptions options = World.options().concurrency(concurrency).build();
        return new Evaluator(agent, ledger, options, TrainingListener.NONE)
                .evaluate(FunctionSet.empty(), "train", tasks, 1, "train");
    }

    private static Rollout rollout(Task task) {
        return new Rollout(
                task.id(),
                Verdict.right(""),
                List.of(new Message.Assistant("x", List.of())),
                List.of(),
                Usage.NONE);
    }

    @Test
    void resultsAreInTheOrderOfTheTasksWhateverEndsFirst() {
        List<String> ended = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch othersDone = new CountDownLatch(5);
        Evaluation evaluation =
                evaluate(
                        (task, _, _) -> {
                            if (task.equals(tasks.getFirst())) {
                                await(othersDone);
                            }
                            ended.add(task.id());
                            othersDone.countDown();
                            return rollout(task);
                        },
                        6);

        assertThat(ended.getLast()).isEqualTo(tasks.getFirst().id());
        assertThat(evaluation.rollouts())
                .extracting(Rollout::taskId)
                .containsExactlyElementsOf(tasks.stream().map(Task::id).toList());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new HandaxeException(Code.INTERRUPTED, "interrupted", e);
        }
    }

    @Test
    void rolloutsRunAtTheSameTimeUpToTheBound() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        evaluate(
                (task, _, _) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    two.countDown();
                    await(two);
                    now.decrementAndGet();
                    return rollout(task);
                },
                2);

        assertThat(most).hasValue(2);
    }

    @Test
    void afterAFaultNoFurtherRolloutBegins() {
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                evaluate(
                                        (_, _, _) -> {
                                            begun.incrementAndGet();
                                            throw new HandaxeException(Code.PROVIDER, "gone");
                                        },
                                        1))
                .isInstanceOf(HandaxeException.class);
        assertThat(begun).hasValue(1);
    }

    @Test
    void anInterruptStopsWhatIsUnderWayAndKeepsWhatIsDone() {
        Thread trainer = Thread.currentThread();
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                evaluate(
                                        (task, _, _) -> {
                                            if (begun.incrementAndGet() == 2) {
                                                trainer.interrupt();
                                                await(new CountDownLatch(1));
                                            }
                                            return rollout(task);
                                        },
                                        1))
                .isInstanceOfSatisfying(
                        HandaxeException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ledger.all("rollout")).hasSize(1);
    }

    @Test
    void aRolloutThatTheLedgerHasIsNotMadeAgain() {
        AtomicInteger made = new AtomicInteger();
        RolloutMaker agent =
                (task, _, _) -> {
                    made.incrementAndGet();
                    return rollout(task);
                };
        evaluate(agent, 2);
        evaluate(agent, 2);

        assertThat(made).hasValue(6);
    }
}
