package dev.handaxe.optimizer.findings;

import dev.handaxe.optimizer.findings.ControlArm.Trained;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in sentences what a run may claim, from its sealed test alone. */
final class Conclusion {
    private static final List<String> ARMS =
            List.of(Controls.SINGLE_REWRITE, Controls.RETRIES, Controls.SELF_CONSISTENCY);

    private Conclusion() {}

    static String of(TestComparison test, Optional<Controls> controls) {
        List<String> sentences = new ArrayList<>();
        sentences.add(training(test));
        controls.ifPresent(
                measured ->
                        ARMS.forEach(
                                arm ->
                                        measured.outcome(arm)
                                                .map(outcome -> against(arm, outcome.trained()))
                                                .ifPresent(sentences::add)));
        return String.join(" ", sentences);
    }

    /** Of the procedure: the set that is kept had no test of its own. */
    static Optional<String> of(Folds folds) {
        return folds.pooled()
                .map(
                        pooled ->
                                "Training like this, estimated by %d of %d folds: %s"
                                        .formatted(
                                                folds.each().size(),
                                                folds.count(),
                                                training(pooled)));
    }

    private static String training(TestComparison test) {
        String figures =
                "(p %s; %d won, %d lost of %d test tasks)"
                        .formatted(p(test.pValue()), test.won(), test.lost(), test.after().tasks());
        if (test.pValue() > Headroom.TEST_SIGNIFICANCE) {
            return "Not distinguishable from not training " + figures + ".";
        }
        return test.difference() > 0
                ? "Better than not training " + figures + "."
                : "Worse than not training " + figures + ".";
    }

    private static String against(String arm, Trained trained) {
        String name = arm.equals(Controls.SINGLE_REWRITE) ? "a single rewrite" : arm;
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        String does = arm.equals(Controls.RETRIES) ? "do" : "does";
        if (trained.pValue() <= Headroom.TEST_SIGNIFICANCE) {
            return trained.difference() > 0
                    ? "Better than %s (p %s).".formatted(name, p(trained.pValue()))
                    : "%s %s better (p %s).".formatted(capital, does, p(trained.pValue()));
        }
        return trained.difference() <= 0
                ? "%s %s as well.".formatted(capital, does)
                : "Not distinguishable from %s (p %s).".formatted(name, p(trained.pValue()));
    }

    private static String p(double value) {
        return value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "= %.3f", value);
    }
}
