package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TrainingOptions.Acceptance;
import dev.handaxe.optimizer.TrainingOptions.ControlMode;
import dev.handaxe.optimizer.TrainingOptions.CreditMode;
import dev.handaxe.optimizer.TrainingOptions.PythonTool;
import dev.handaxe.optimizer.TrainingOptions.SearchMethod;
import dev.handaxe.optimizer.TrainingOptions.StepMethod;
import dev.handaxe.optimizer.TrainingOptions.Ties;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.OptionalInt;

/** The values of {@link TrainingOptions}, with their defaults. Confined to one thread. */
final class TrainingKnobs implements Cloneable {
    int epochs = 10;
    int patience = 10;
    int maxEdits = 3;
    StepMethod step = StepMethod.EDITS;
    int repairs = 2;
    int concurrency = 4;
    int repeats = 1;
    int maxRepeats = 3;
    int maxRounds = 8;
    double significance = 0.25;
    double maxRegressions = 0.1;
    Ties ties = Ties.ACCEPTED;
    SearchMethod search = SearchMethod.HILL_CLIMB;
    int maxTools = 20;
    int evidenceTokens = 8_000;
    OptionalInt subsets = OptionalInt.empty();
    ControlMode controls = ControlMode.ON;
    int controlAttempts = 8;
    CreditMode credit = CreditMode.FULL;
    int folds;
    String scope = "";
    int crossoverEvery = 3;
    long seed;
    Acceptance acceptance = Acceptance.VALIDATION;
    PythonTool python = PythonTool.OFFERED;
    String agentName = "function-calling";
    Agent agent = Agent.functionCalling();
    ExecutionPolicy policy = ExecutionPolicy.evaluation();
    Allowance allowance = Allowance.UNLIMITED;
    OptionalInt maxOutputTokens = OptionalInt.empty();
    Duration requestTimeout = Duration.ofMinutes(2);

    /**
     * The same values.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if some do not go together
     */
    TrainingKnobs checked() {
        if (search == SearchMethod.PARETO && acceptance == Acceptance.ALWAYS) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "accept is always, and a pareto search has to compare: use hill-climb");
        }
        return copy();
    }

    /** The same values; each is immutable. */
    TrainingKnobs copy() {
        try {
            return (TrainingKnobs) clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
