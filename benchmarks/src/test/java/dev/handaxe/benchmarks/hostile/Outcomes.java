package dev.handaxe.benchmarks.hostile;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.Stage;
import dev.handaxe.runtime.PythonValue;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Outcomes as a sandbox would make them. */
final class Outcomes {
    private Outcomes() {}

    static Report report(String stdout, Duration wall) {
        Metrics metrics = new Metrics(wall, Duration.ZERO, 0, Duration.ZERO, Duration.ZERO);
        return new Report("id", stdout, "", "process", metrics);
    }

    static Outcome returned(PythonValue value, String stdout) {
        return new Outcome.Returned(value, false, report(stdout, Duration.ofMillis(10)));
    }

    static Outcome raised(String type, String message) {
        return new Outcome.Raised(
                new GuestError(type, message, List.of()), report("", Duration.ofMillis(10)));
    }

    static Outcome limited(LimitName limit, Duration wall) {
        return new Outcome.LimitExceeded(
                new Breach(limit, 500, 501, Stage.HARD, Duration.ZERO, OptionalInt.empty()),
                report("", wall));
    }
}
