package dev.handaxe.benchmarks.data;

import dev.handaxe.benchmarks.grading.MathAnswer;
import java.util.Optional;

/**
 * The answer that a solution of MATH marks. Some solutions write {@code \boxed 5} or {@code
 * \fbox{5}}, which the official extraction from a model's output does not accept.
 */
final class MathGold {
    private static final String BOXED = "\\boxed";
    private static final String SPACED = "\\boxed ";
    private static final String FBOX = "\\fbox";

    private MathGold() {}

    /** What is in the last box; empty if there is none or it is not closed. */
    static Optional<String> lastBoxed(String solution) {
        int start = solution.lastIndexOf(BOXED);
        if (start < 0) {
            int frame = solution.lastIndexOf(FBOX);
            return frame < 0
                    ? Optional.empty()
                    : MathAnswer.lastBoxed(BOXED + solution.substring(frame + FBOX.length()));
        }
        if (solution.startsWith(SPACED, start)) {
            String rest = solution.substring(start + SPACED.length());
            int end = rest.indexOf('$');
            return Optional.of((end < 0 ? rest : rest.substring(0, end)).strip());
        }
        return MathAnswer.lastBoxed(solution);
    }
}
