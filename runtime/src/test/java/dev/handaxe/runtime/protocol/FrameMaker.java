package dev.handaxe.runtime.protocol;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.Outcome.Capability;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.Trace;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.CallSettings.Granted;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Valid frames of every kind from a fuzzer's choices. Confined to one thread. */
final class FrameMaker {
    private static final int MAX_ITEMS = 4;

    private final FuzzedDataProvider data;

    FrameMaker(FuzzedDataProvider data) {
        this.data = data;
    }

    Frame frame() {
        return switch (data.consumeInt(0, 9)) {
            case 0 -> new Frame.Accepted(data.consumeLong());
            case 1 -> new Frame.Ready();
            case 2 -> new Frame.Call(data.consumeLong(), request());
            case 3 -> new Frame.Started(data.consumeLong());
            case 4 ->
                    new Frame.Output(
                            data.consumeLong(), data.consumeBoolean(), data.consumeBytes(64));
            case 5 -> new Frame.Stopping(data.consumeLong(), limit(), amount());
            case 6 ->
                    new Frame.HostCall(
                            data.consumeLong(), data.consumeLong(), text(), values(3), named());
            case 7 ->
                    new Frame.HostReply(
                            data.consumeLong(),
                            data.consumeLong(),
                            new Frame.HostAnswer.Value(value(4)));
            case 8 ->
                    new Frame.HostReply(
                            data.consumeLong(),
                            data.consumeLong(),
                            new Frame.HostAnswer.Fault(text(), text()));
            default ->
                    new Frame.Finished(
                            data.consumeLong(),
                            result(),
                            new Frame.Usage(amount(), amount(), amount(), data.consumeBoolean()),
                            new Frame.Remains(
                                    optional(this::trace), files(), data.consumeBoolean()));
        };
    }

    private CallRequest request() {
        Target target =
                data.consumeBoolean()
                        ? Target.program(text())
                        : Target.call(text(), values(4), named());
        return new CallRequest(
                several(() -> new FunctionSource(text(), text())), target, settings());
    }

    private CallSettings settings() {
        var names = new LinkedHashSet<>(several(this::text));
        Granted granted =
                new Granted(
                        data.consumeBoolean()
                                ? new ModuleRule.Only(names)
                                : new ModuleRule.Except(names),
                        files(),
                        data.consumeBoolean(),
                        List.copyOf(new LinkedHashSet<>(several(this::text))));
        return new CallSettings(
                data.pickValue(ExecutionPolicy.presets().stream().toArray(String[]::new))
                                .equals("session")
                        ? ExecutionPolicy.session().limits()
                        : ExecutionPolicy.untrusted().limits(),
                granted,
                optional(
                        () ->
                                new Determinism(
                                        data.consumeLong(),
                                        Instant.ofEpochSecond(data.consumeInt(0, 1 << 30)))),
                data.pickValue(TraceMode.values()),
                data.pickValue(SessionUse.values()));
    }

    private GuestResult result() {
        return switch (data.consumeInt(1, 6)) {
            case 1 -> new GuestResult.Value(value(5), data.consumeBoolean());
            case 2 -> new GuestResult.Failed(error());
            case 3 -> new GuestResult.Refused(data.pickValue(Capability.values()), text(), error());
            case 4 -> new GuestResult.Interrupted(line());
            case 5 -> new GuestResult.Limited(limit(), amount(), line());
            default -> new GuestResult.NotRun(text());
        };
    }

    private GuestError error() {
        return new GuestError(
                text(),
                text(),
                several(
                        () ->
                                new GuestError.Frame(
                                        data.consumeInt(0, 99),
                                        text(),
                                        text(),
                                        several(() -> new GuestError.Local(text(), text())))));
    }

    private Trace trace() {
        return new Trace(
                data.pickValue(TraceMode.values()),
                several(
                        () ->
                                new Trace.Call(
                                        data.consumeInt(0, 9),
                                        text(),
                                        data.consumeInt(0, 99),
                                        text(),
                                        text(),
                                        data.consumeBoolean(),
                                        Duration.ofNanos(amount()))),
                several(() -> new Trace.Line(text(), data.consumeInt(0, 99), amount(), text())),
                data.consumeBoolean());
    }

    /** A value that Python could have made: sets and keys hold only what can be hashed. */
    private PythonValue value(int depth) {
        return value(depth, false);
    }

    private PythonValue value(int depth, boolean hashable) {
        return switch (data.consumeInt(0, depth <= 0 ? 7 : hashable ? 9 : 12)) {
            case 0 -> PythonValue.none();
            case 1 -> new PythonValue.PyBool(data.consumeBoolean());
            case 2 -> new PythonValue.PyInt(new BigInteger(1, data.consumeBytes(24)));
            case 3 -> new PythonValue.PyInt(new BigInteger(1, data.consumeBytes(24)).negate());
            case 4 -> new PythonValue.PyFloat(data.consumeDouble());
            case 5 -> new PythonValue.PyComplex(data.consumeDouble(), data.consumeDouble());
            case 6 -> PythonValue.of(text());
            case 7 -> new PyBytes(data.consumeBytes(12));
            case 8 -> new PythonValue.PyTuple(several(() -> value(depth - 1, hashable)));
            case 9 ->
                    new PythonValue.PyFrozenSet(
                            new LinkedHashSet<>(several(() -> value(depth - 1, true))));
            case 10 -> new PythonValue.PyList(several(() -> value(depth - 1, false)));
            case 11 ->
                    new PythonValue.PySet(
                            new LinkedHashSet<>(several(() -> value(depth - 1, true))));
            default -> dict(depth);
        };
    }

    private PythonValue dict(int depth) {
        Map<PythonValue, PythonValue> entries = new LinkedHashMap<>();
        for (int i = data.consumeInt(0, MAX_ITEMS); i > 0; i--) {
            entries.put(value(depth - 1, true), value(depth - 1, false));
        }
        return new PythonValue.PyDict(
                entries.entrySet().stream()
                        .map(e -> new PythonValue.PyDict.Entry(e.getKey(), e.getValue()))
                        .toList());
    }

    private List<PythonValue> values(int depth) {
        return several(() -> value(depth));
    }

    private Map<String, PythonValue> named() {
        Map<String, PythonValue> named = new LinkedHashMap<>();
        for (int i = data.consumeInt(0, MAX_ITEMS); i > 0; i--) {
            named.put(text(), value(2));
        }
        return named;
    }

    private List<GuestFile> files() {
        return several(() -> new GuestFile(text(), new PyBytes(data.consumeBytes(16))));
    }

    private String text() {
        return data.consumeString(12);
    }

    private long amount() {
        return data.consumeLong(0, Long.MAX_VALUE);
    }

    private LimitName limit() {
        return data.pickValue(LimitName.values());
    }

    private OptionalInt line() {
        int line = data.consumeInt(0, 99);
        return line == 0 ? OptionalInt.empty() : OptionalInt.of(line);
    }

    private <T> Optional<T> optional(Supplier<T> make) {
        return data.consumeBoolean() ? Optional.of(make.get()) : Optional.empty();
    }

    private <T> List<T> several(Supplier<T> make) {
        List<T> things = new ArrayList<>();
        for (int i = data.consumeInt(0, MAX_ITEMS); i > 0; i--) {
            things.add(make.get());
        }
        return things;
    }
}
