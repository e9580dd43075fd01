package dev.handaxe.optimizer;

import dev.handaxe.optimizer.tools.ToolReply;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The agent of the options with what its attempts need, and the grader of what it answers. The
 * agent never sees the right answer.
 *
 * <p>Thread-safe.
 */
final class GradedAgent implements RolloutMaker {
    private static final int MAX_REASON_CHARS = 300;

    /** How often an agent is told that its code fails what the task shows. */
    private static final int MAX_CORRECTIONS = 2;

    private final ModelGateway gateway;
    private final FunctionRunner runner;
    private final Grader grader;
    private final Ledger ledger;
    private final TrainingOptions options;
    private final FunctionRetrieval retrieval;
    private final Optional<CodeReview> review;

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
        this.review =
                grader instanceof Grader.OfCode code
                        ? Optional.of(new CodeReview(code.with(runner, ledger::metered), ledger))
                        : Optional.empty();
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
            answer = answer(task, question, run);
        } catch (HandaxeException | BudgetExceeded e) {
            run.throwFault();
            throw e;
        } catch (RuntimeException e) {
            run.throwFault();
            return run.rollout(question, "", Verdict.wrong(failure(e)));
        }
        run.throwFault();
        Verdict verdict =
                review.map(code -> code.grade(task, answer))
                        .orElseGet(() -> grader.grade(task, answer));
        return run.rollout(question, answer, verdict);
    }

    /**
     * The agent's answer. Where it is code that fails tests which the task shows, the agent may
     * answer again, as long as it has rounds.
     */
    private String answer(Task task, String question, AgentRun run) {
        String answer = Objects.requireNonNullElse(options.agent().solve(question, run), "");
        for (int i = 0; i < MAX_CORRECTIONS && review.isPresent() && run.roundsLeft() > 0; i++) {
            run.throwFault();
            Optional<String> complaint = review.get().complaint(task, answer);
            if (complaint.isEmpty()) {
                break;
            }
            String again = question + "\n\n" + complaint.get();
            answer = Objects.requireNonNullElse(options.agent().solve(again, run), "");
        }
        return answer;
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
