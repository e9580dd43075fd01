package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.List;
import java.util.Objects;

/**
 * The agent of the options with what its attempts need, and the grader of what it answers. The
 * agent never sees the right answer.
 *
 * <p>Thread-safe.
 */
final class GradedAgent implements RolloutMaker {
    private static final int MAX_REASON_CHARS = 300;

    private final ModelGateway gateway;
    private final FunctionRunner runner;
    private final Grader grader;
    private final Ledger ledger;
    private final TrainingOptions options;
    private final FunctionRetrieval retrieval;

    GradedAgent(
            ModelGateway gateway,
            FunctionRunner runner,
            Grader grader,
            Ledger ledger,
            TrainingOptions options) {
        this.gateway = gateway;
        this.runner = runner;
        this.grader = grader;
        this.ledger = ledger;
        this.options = options;
        this.retrieval = new FunctionRetrieval(options.maxTools(), ledger, options.scope());
    }

    @Override
    public Rollout solve(Task task, FunctionSet functions, RolloutId id) {
        var tools =
                new AgentTools(
                        runner,
                        id.policy(options.policy()),
                        options.python(),
                        functions,
                        retrieval.offered(functions, task.question()));
        var run = new AgentRun(id, tools, gateway, ledger, options.maxRounds());
        String question = question(task);
        String answer;
        try {
            answer = Objects.requireNonNullElse(options.agent().solve(question, run), "");
        } catch (HandaxeException | BudgetExceeded e) {
            run.throwFault();
            throw e;
        } catch (RuntimeException e) {
            run.throwFault();
            return run.rollout(question, "", Verdict.wrong(failure(e)));
        }
        run.throwFault();
        return run.rollout(question, answer, grader.grade(task, answer));
    }

    @Override
    public void kept(List<Rollout> training) {
        retrieval.learn(training);
    }

    private static String question(Task task) {
        return task.answerFormat().isBlank()
                ? task.question()
                : task.question() + "\n\n" + task.answerFormat();
    }

    private static String failure(RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
            throw new HandaxeException(Code.INTERRUPTED, "an attempt was interrupted", e);
        }
        String said = e.getMessage() == null ? "" : ": " + ToolReply.steady(e.getMessage());
        return "the agent failed: "
                + OutcomeFormat.printable(e.getClass().getSimpleName() + said, MAX_REASON_CHARS);
    }
}
