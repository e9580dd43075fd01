package dev.handaxe.cli;

import dev.handaxe.benchmarks.hostile.HostileCase;
import dev.handaxe.benchmarks.hostile.HostileListener;
import dev.handaxe.benchmarks.hostile.HostileResult;
import dev.handaxe.benchmarks.hostile.HostileVerdict;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.SandboxOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code handaxe doctor}: what this host guarantees, line by line, with the evidence; the hostile
 * corpus is run on it. Confined to one thread.
 */
@Command(
        name = "doctor",
        description = "Say what this host guarantees, and run the hostile corpus on it.")
final class DoctorCommand extends HandaxeCommand {

    @Option(
            names = "--quick",
            description = "Run one program of each hostile class instead of all.")
    private boolean quick;

    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis;
        try (ProgressDisplay progress = progress()) {
            diagnosis = Diagnosis.of(SandboxOptions.defaults(), quick, new Progress(progress));
        }
        print(object(diagnosis), out -> lines(diagnosis, out));
        return (diagnosis.holds() ? ExitCode.DONE : ExitCode.HOST).number();
    }

    private static Map<String, Object> object(Diagnosis diagnosis) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", diagnosis.holds());
        object.put("confinement", diagnosis.confinement());
        object.put(
                "findings",
                diagnosis.findings().stream()
                        .map(
                                finding ->
                                        Map.of(
                                                "topic",
                                                finding.topic(),
                                                "status",
                                                word(finding.status()),
                                                "evidence",
                                                finding.evidence()))
                        .toList());
        diagnosis.hostile().ifPresent(result -> object.put("hostile", object(result)));
        object.put("seconds", diagnosis.seconds());
        return object;
    }

    private static Map<String, Object> object(HostileResult result) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("programs", result.verdicts().size());
        object.put("held", result.verdicts().size() - result.failures().size());
        object.put("largest_overrun_ms", result.largestOverrun().toNanos() / 1e6);
        object.put("slowest", result.slowest().map(verdict -> verdict.of().id()).orElse(""));
        object.put("late_attempts_ms", result.late().stream().map(Duration::toMillis).toList());
        object.put("failures", result.failures().stream().map(DoctorCommand::object).toList());
        object.put("problems", result.problems());
        return object;
    }

    private static Map<String, Object> object(HostileVerdict verdict) {
        return Map.of(
                "id", verdict.of().id(),
                "about", verdict.of().about(),
                "ended", verdict.ending(),
                "problems", verdict.problems());
    }

    private static void lines(Diagnosis diagnosis, PrintStream out) {
        for (Diagnosis.Finding finding : diagnosis.findings()) {
            out.println(line(word(finding.status()), finding.topic(), finding.evidence()));
        }
        if (diagnosis.hostile().isEmpty()) {
            out.println(line("failed", "hostile corpus", "not run: no worker computes"));
        } else {
            lines(diagnosis.hostile().get(), out);
        }
        out.printf(
                Locale.ROOT,
                "%s (confinement: %s, %.0f s)%n",
                diagnosis.holds()
                        ? "All holds that the default policy promises."
                        : "NOT all holds that the default policy promises.",
                diagnosis.confinement(),
                diagnosis.seconds());
    }

    private static void lines(HostileResult result, PrintStream out) {
        List<HostileVerdict> failures = result.failures();
        out.println(
                line(
                        result.held() ? "ok" : "failed",
                        "hostile corpus",
                        "%d of %d programs held; largest overrun %d ms (%s)"
                                .formatted(
                                        result.verdicts().size() - failures.size(),
                                        result.verdicts().size(),
                                        result.largestOverrun().toMillis(),
                                        result.slowest().map(v -> v.of().id()).orElse("none"))));
        for (HostileVerdict verdict : failures) {
            for (String problem : verdict.problems()) {
                out.println(line("failed", verdict.of().id(), problem));
            }
        }
        result.problems().forEach(problem -> out.println(line("failed", "after all", problem)));
    }

    private static String line(String status, String topic, String evidence) {
        String text = OutcomeFormat.printable(evidence, 500).replace("\n", "\\n");
        return "%-7s %-28s %s".formatted(status, topic, text);
    }

    private static String word(Diagnosis.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** The corpus's progress on stderr. Confined to one thread. */
    private static final class Progress implements HostileListener {
        private final ProgressDisplay display;
        private int done;
        private int all = 1;
        private int failed;

        Progress(ProgressDisplay display) {
            this.display = display;
        }

        @Override
        public void started(HostileCase next, int index, int cases) {
            done = index - 1;
            all = cases;
            display.update("hostile programs", done, all, note());
        }

        @Override
        public void judged(HostileVerdict verdict) {
            done++;
            failed += verdict.held() ? 0 : 1;
            display.update("hostile programs", done, all, note());
        }

        private String note() {
            return failed == 0 ? "" : ", " + failed + " did not hold";
        }
    }
}
