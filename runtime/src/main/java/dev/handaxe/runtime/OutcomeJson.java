package dev.handaxe.runtime;

import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Report;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes an outcome as the JSON object of the command line's contract. */
final class OutcomeJson {
    private final StringBuilder out = new StringBuilder();

    private OutcomeJson() {}

    static String write(Outcome outcome) {
        var json = new OutcomeJson();
        json.outcome(outcome);
        return json.out.toString();
    }

    private void outcome(Outcome outcome) {
        out.append("{\"outcome\":");
        AsciiJson.string(out, outcome.kind());
        switch (outcome) {
            case Outcome.Returned returned ->
                    key("value").append(PythonJson.write(returned.value()));
            case Outcome.Raised raised -> error(raised.error());
            case Outcome.LimitExceeded exceeded -> limit(exceeded.breach());
            case Outcome.Denied denied -> {
                error(denied.error());
                key("denied").append('{');
                string("capability", denied.capability().key());
                string("name", denied.name());
                out.append('}');
            }
            case Outcome.Rejected rejected -> reason("rejected", rejected.reason());
            case Outcome.Lost lost -> reason("lost", lost.reason());
        }
        report(outcome.report());
        out.append('}');
    }

    private void error(GuestError error) {
        key("error").append('{');
        string("type", error.type());
        string("message", error.message());
        key("traceback").append('[');
        for (GuestError.Frame frame : error.traceback()) {
            comma().append("{\"line\":").append(frame.line());
            string("function", frame.function());
            string("source", frame.source());
            locals(frame.locals());
            out.append('}');
        }
        out.append(']');
        if (!error.traceback().isEmpty()) {
            locals(error.traceback().getLast().locals());
        }
        string("code", error.code());
        out.append('}');
    }

    private void locals(List<GuestError.Local> locals) {
        if (!locals.isEmpty()) {
            key("locals").append('{');
            Set<String> seen = new HashSet<>();
            for (GuestError.Local local : locals) {
                if (seen.add(local.name())) {
                    string(local.name(), local.value());
                }
            }
            out.append('}');
        }
    }

    private void limit(Breach breach) {
        key("limit").append('{');
        string("name", breach.limit().key());
        key("allowed").append(breach.allowed());
        key("used").append(breach.used());
        string("stage", breach.stage().key());
        key("overrun_ms").append(AsciiJson.millis(breach.overrun()));
        breach.line().ifPresent(line -> key("line").append(line));
        out.append('}');
    }

    private void reason(String key, String reason) {
        key(key).append('{');
        string("reason", reason);
        out.append('}');
    }

    private void report(Report report) {
        string("stdout", report.stdout());
        string("stderr", report.stderr());
        if (!report.output().files().isEmpty()) {
            key("files").append('[');
            for (GuestFile file : report.output().files()) {
                comma().append('{');
                string("name", file.name());
                key("bytes").append(file.content().value().length);
                out.append('}');
            }
            out.append(']');
        }
        string("confinement", report.confinement());
        string("invocation_id", report.invocationId());
        if (report.session() != Outcome.SessionState.NONE) {
            string("session", report.session().key());
        }
        Metrics metrics = report.metrics();
        key("metrics").append('{');
        key("wall_ms").append(AsciiJson.millis(metrics.wall()));
        key("cpu_ms").append(AsciiJson.millis(metrics.cpu()));
        key("allocated_bytes").append(metrics.allocatedBytes());
        key("init_ms").append(AsciiJson.millis(metrics.init()));
        key("queue_ms").append(AsciiJson.millis(metrics.queue()));
        out.append('}');
        report.trace().ifPresent(this::trace);
    }

    private void trace(Trace trace) {
        key("trace").append('{');
        string("mode", trace.mode().key());
        key("calls").append('[');
        for (Trace.Call call : trace.calls()) {
            comma().append("{\"depth\":").append(call.depth());
            string("function", call.function());
            key("line").append(call.line());
            string("arguments", call.arguments());
            string("result", call.result());
            key("raised").append(call.raised());
            key("duration_ms").append(AsciiJson.millis(call.duration()));
            out.append('}');
        }
        out.append(']');
        key("lines").append('[');
        for (Trace.Line line : trace.lines()) {
            comma().append("{");
            string("file", line.file());
            key("line").append(line.line());
            key("count").append(line.count());
            string("changes", line.changes());
            out.append('}');
        }
        out.append(']');
        key("truncated").append(trace.truncated());
        out.append('}');
    }

    private void string(String key, String text) {
        AsciiJson.string(key(key), text);
    }

    private StringBuilder key(String key) {
        comma();
        AsciiJson.string(out, key);
        return out.append(':');
    }

    private StringBuilder comma() {
        char last = out.charAt(out.length() - 1);
        return last == '{' || last == '[' ? out : out.append(',');
    }
}
