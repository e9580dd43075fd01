package dev.handaxe.runtime;

import dev.handaxe.runtime.Outcome.Breach;
import java.util.Locale;

/** Says how a call ended in one line for a log. Neither values nor output are in it. */
final class OutcomeLine {
    private static final int NAME_CHARS = 120;
    private static final int REASON_CHARS = 300;

    private OutcomeLine() {}

    static String write(Outcome outcome) {
        var metrics = outcome.report().metrics();
        return String.format(
                Locale.ROOT,
                "invocation=%s outcome=%s%s wall_ms=%s cpu_ms=%s init_ms=%s queue_ms=%s"
                        + " confinement=%s",
                outcome.report().invocationId(),
                outcome.kind(),
                cause(outcome),
                AsciiJson.millis(metrics.wall()),
                AsciiJson.millis(metrics.cpu()),
                AsciiJson.millis(metrics.init()),
                AsciiJson.millis(metrics.queue()),
                outcome.report().confinement());
    }

    private static String cause(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Returned _ -> "";
            case Outcome.Raised raised -> " code=" + raised.error().code();
            case Outcome.LimitExceeded exceeded -> cause(exceeded.breach());
            case Outcome.Denied denied ->
                    " capability="
                            + denied.capability().key()
                            + " name="
                            + quoted(denied.name(), NAME_CHARS);
            case Outcome.Rejected rejected -> " reason=" + quoted(rejected.reason(), REASON_CHARS);
            case Outcome.Lost lost -> " reason=" + quoted(lost.reason(), REASON_CHARS);
        };
    }

    private static String cause(Breach breach) {
        return String.format(
                Locale.ROOT,
                " limit=%s allowed=%d used=%d stage=%s overrun_ms=%s",
                breach.limit().key(),
                breach.allowed(),
                breach.used(),
                breach.stage().key(),
                AsciiJson.millis(breach.overrun()));
    }

    private static String quoted(String text, int maxChars) {
        return '"' + GuestText.line(text, maxChars).replace("\"", "\\\"") + '"';
    }
}
