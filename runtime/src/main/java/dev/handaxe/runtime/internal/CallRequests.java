package dev.handaxe.runtime.internal;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.CallSettings;
import dev.handaxe.runtime.protocol.CallSettings.Granted;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the request for a worker from what the caller asked for. Thread-safe. */
final class CallRequests {
    /** Inputs travel with the call and live in the worker's heap. */
    private static final int MAX_INPUT_BYTES = 64 << 20;

    private CallRequests() {}

    /**
     * The request, with the content of the inputs.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if an input cannot be read
     */
    static CallRequest of(
            FunctionSet functions,
            Invocation invocation,
            ExecutionPolicy policy,
            SessionUse session) {
        List<FunctionSource> sources =
                functions.functions().stream()
                        .map(f -> new FunctionSource(f.name(), f.source()))
                        .toList();
        Target target =
                switch (invocation) {
                    case Invocation.Program program ->
                            Target.program(
                                    program.source().replace("\r\n", "\n").replace('\r', '\n'));
                    case Invocation.Call call ->
                            Target.call(call.function(), call.positional(), call.named());
                };
        var grants = policy.grants();
        CallSettings settings =
                new CallSettings(
                        policy.limits(),
                        new Granted(
                                grants.modules(),
                                inputs(grants.inputs()),
                                grants.folder(),
                                grants.hostFunctions()),
                        policy.determinism(),
                        policy.trace(),
                        session);
        return new CallRequest(sources, target, settings);
    }

    private static List<GuestFile> inputs(Map<String, Path> files) {
        List<GuestFile> inputs = new ArrayList<>();
        int room = MAX_INPUT_BYTES;
        for (Map.Entry<String, Path> file : files.entrySet()) {
            byte[] content = content(file.getKey(), file.getValue(), room);
            room -= content.length;
            inputs.add(new GuestFile(file.getKey(), new PyBytes(content)));
        }
        return inputs;
    }

    private static byte[] content(String place, Path file, int room) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(room + 1);
            if (content.length > room) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "the inputs of a policy are larger than "
                                + MAX_INPUT_BYTES
                                + " bytes, with "
                                + file
                                + " for "
                                + place);
            }
            return content;
        } catch (IOException e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "the input " + place + " cannot be read: no readable file " + file,
                    e);
        }
    }
}
