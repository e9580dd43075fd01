package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.Determinism;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.CallSettings.Granted;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the supervisor asks for, as bytes and back. Thread-safe. */
final class RequestCodec {
    private RequestCodec() {}

    static void write(ValueWriter out, CallRequest request) {
        out.i32(request.functions().size());
        for (FunctionSource function : request.functions()) {
            out.string(function.name());
            out.string(function.source());
        }
        Target target = request.target();
        out.bool(target.program().isPresent());
        out.string(target.program().orElse(target.function()));
        writeArguments(out, target.positional(), target.named());
        writeSettings(out, request.settings());
    }

    static CallRequest read(ValueReader in) throws ProtocolException {
        int count = in.count(8);
        List<FunctionSource> functions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            functions.add(new FunctionSource(in.string(), in.string()));
        }
        boolean program = in.bool();
        String text = in.string();
        List<PythonValue> positional = readPositional(in);
        Map<String, PythonValue> named = readNamed(in);
        CallSettings settings = readSettings(in);
        Target target = program ? Target.program(text) : Target.call(text, positional, named);
        return new CallRequest(functions, target, settings);
    }

    static void writeArguments(
            ValueWriter out, List<PythonValue> positional, Map<String, PythonValue> named) {
        out.i32(positional.size());
        positional.forEach(out::value);
        out.i32(named.size());
        named.forEach(
                (name, value) -> {
                    out.string(name);
                    out.value(value);
                });
    }

    static List<PythonValue> readPositional(ValueReader in) throws ProtocolException {
        int count = in.count(1);
        List<PythonValue> positional = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positional.add(in.value());
        }
        return positional;
    }

    static Map<String, PythonValue> readNamed(ValueReader in) throws ProtocolException {
        int count = in.count(5);
        Map<String, PythonValue> named = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            if (named.put(in.string(), in.value()) != null) {
                throw new ProtocolException("an argument is given twice");
            }
        }
        return named;
    }

    static void writeFiles(ValueWriter out, List<GuestFile> files) {
        out.i32(files.size());
        for (GuestFile file : files) {
            out.string(file.name());
            out.bytes(file.content());
        }
    }

    static List<GuestFile> readFiles(ValueReader in) throws ProtocolException {
        int count = in.count(8);
        List<GuestFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new GuestFile(in.string(), new PyBytes(in.bytes())));
        }
        return files;
    }

    private static void writeSettings(ValueWriter out, CallSettings settings) {
        for (LimitName limit : LimitName.values()) {
            out.i64(settings.limits().get(limit));
        }
        Granted grants = settings.grants();
        switch (grants.modules()) {
            case ModuleRule.Only(Set<String> names) -> writeNames(out, true, names);
            case ModuleRule.Except(Set<String> names) -> writeNames(out, false, names);
        }
        writeFiles(out, grants.inputs());
        out.bool(grants.folder());
        writeNames(out, true, grants.hostFunctions());
        out.bool(settings.determinism().isPresent());
        settings.determinism()
                .ifPresent(
                        fixed -> {
                            out.i64(fixed.seed());
                            Instant clock = fixed.clock();
                            out.i64(clock.getEpochSecond());
                            out.i32(clock.getNano());
                        });
        out.string(settings.trace().name());
        out.string(settings.session().name());
    }

    private static CallSettings readSettings(ValueReader in) throws ProtocolException {
        Map<LimitName, Long> limits = new EnumMap<>(LimitName.class);
        for (LimitName limit : LimitName.values()) {
            limits.put(limit, in.i64());
        }
        boolean only = in.bool();
        Set<String> names = readNames(in);
        ModuleRule modules = only ? new ModuleRule.Only(names) : new ModuleRule.Except(names);
        List<GuestFile> inputs = readFiles(in);
        boolean folder = in.bool();
        if (!in.bool()) {
            throw new ProtocolException("host functions are named, not excepted");
        }
        Granted grants = new Granted(modules, inputs, folder, List.copyOf(readNames(in)));
        Optional<Determinism> determinism =
                in.bool() ? Optional.of(readDeterminism(in)) : Optional.empty();
        TraceMode trace = ResultCodec.constant(TraceMode.class, in.string());
        SessionUse session = ResultCodec.constant(SessionUse.class, in.string());
        try {
            return new CallSettings(new Limits(limits), grants, determinism, trace, session);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }

    private static Determinism readDeterminism(ValueReader in) throws ProtocolException {
        long seed = in.i64();
        try {
            return new Determinism(seed, Instant.ofEpochSecond(in.i64(), in.i32()));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new ProtocolException("a clock is out of range");
        }
    }

    private static void writeNames(ValueWriter out, boolean only, Collection<String> names) {
        out.bool(only);
        out.i32(names.size());
        names.forEach(out::string);
    }

    private static Set<String> readNames(ValueReader in) throws ProtocolException {
        int count = in.count(4);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            names.add(in.string());
        }
        return names;
    }
}
