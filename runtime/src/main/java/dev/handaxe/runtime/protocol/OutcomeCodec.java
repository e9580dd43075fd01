package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Outcome.Breach;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.Outcome.Metrics;
import dev.handaxe.runtime.Outcome.Output;
import dev.handaxe.runtime.Outcome.Report;
import dev.handaxe.runtime.Outcome.SessionState;
import java.time.Duration;

/** Outcomes as bytes, with all that they report. No state. */
final class OutcomeCodec {
    private static final int RETURNED = 1;
    private static final int RAISED = 2;
    private static final int LIMIT_EXCEEDED = 3;
    private static final int DENIED = 4;
    private static final int REJECTED = 5;
    private static final int LOST = 6;

    private OutcomeCodec() {}

    static byte[] encode(Outcome outcome) {
        ValueWriter out = new ValueWriter();
        switch (outcome) {
            case Outcome.Returned returned -> {
                out.u8(RETURNED);
                out.value(returned.value());
                out.bool(returned.exited());
            }
            case Outcome.Raised raised -> {
                out.u8(RAISED);
                ResultCodec.writeError(out, raised.error());
            }
            case Outcome.LimitExceeded exceeded -> {
                out.u8(LIMIT_EXCEEDED);
                writeBreach(out, exceeded.breach());
            }
            case Outcome.Denied denied -> {
                out.u8(DENIED);
                out.string(denied.capability().name());
                out.string(denied.name());
                ResultCodec.writeError(out, denied.error());
            }
            case Outcome.Rejected rejected -> {
                out.u8(REJECTED);
                out.string(rejected.reason());
            }
            case Outcome.Lost lost -> {
                out.u8(LOST);
                out.string(lost.reason());
            }
        }
        writeReport(out, outcome.report());
        return out.toByteArray();
    }

    static Outcome decode(byte[] bytes) throws ProtocolException {
        ValueReader in = new ValueReader(bytes);
        int type = in.u8();
        Outcome outcome =
                switch (type) {
                    case RETURNED -> new Outcome.Returned(in.value(), in.bool(), readReport(in));
                    case RAISED -> new Outcome.Raised(ResultCodec.readError(in), readReport(in));
                    case LIMIT_EXCEEDED ->
                            new Outcome.LimitExceeded(readBreach(in), readReport(in));
                    case DENIED ->
                            new Outcome.Denied(
                                    ResultCodec.constant(Capability.class, in.string()),
                                    in.string(),
                                    ResultCodec.readError(in),
                                    readReport(in));
                    case REJECTED -> new Outcome.Rejected(in.string(), readReport(in));
                    case LOST -> new Outcome.Lost(in.string(), readReport(in));
                    default -> throw new ProtocolException("unknown outcome " + type);
                };
        in.end();
        return outcome;
    }

    private static void writeBreach(ValueWriter out, Breach breach) {
        out.string(breach.limit().name());
        out.i64(breach.allowed());
        out.i64(breach.used());
        out.string(breach.stage().name());
        out.i64(breach.overrun().toNanos());
        out.i32(breach.line().orElse(0));
    }

    private static Breach readBreach(ValueReader in) throws ProtocolException {
        return new Breach(
                ResultCodec.constant(LimitName.class, in.string()),
                in.amount(),
                in.amount(),
                ResultCodec.constant(Outcome.Stage.class, in.string()),
                Duration.ofNanos(in.i64()),
                ResultCodec.readLine(in));
    }

    private static void writeReport(ValueWriter out, Report report) {
        out.string(report.invocationId());
        out.string(report.stdout());
        out.string(report.stderr());
        out.string(report.confinement());
        Metrics metrics = report.metrics();
        out.i64(metrics.wall().toNanos());
        out.i64(metrics.cpu().toNanos());
        out.i64(metrics.allocatedBytes());
        out.i64(metrics.init().toNanos());
        out.i64(metrics.queue().toNanos());
        out.string(report.session().name());
        ResultCodec.writeRemains(
                out, new Frame.Remains(report.trace(), report.output().files(), false));
    }

    private static Report readReport(ValueReader in) throws ProtocolException {
        String id = in.string();
        String stdout = in.string();
        String stderr = in.string();
        String confinement = in.string();
        Metrics metrics =
                new Metrics(duration(in), duration(in), in.amount(), duration(in), duration(in));
        SessionState session = ResultCodec.constant(SessionState.class, in.string());
        Frame.Remains remains = ResultCodec.readRemains(in);
        return new Report(
                id,
                new Output(stdout, stderr, remains.files()),
                confinement,
                metrics,
                remains.trace(),
                session);
    }

    private static Duration duration(ValueReader in) throws ProtocolException {
        return Duration.ofNanos(in.amount());
    }
}
