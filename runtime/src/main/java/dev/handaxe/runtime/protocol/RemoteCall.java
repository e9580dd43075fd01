package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.PolicyDocument;
import dev.handaxe.policy.PolicyException;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A call that another host makes in its sandbox: what it is told, and what it tells of the outcome.
 *
 * <pre>{@code
 * byte[] asked = new RemoteCall(functions, invocation, policy).encode();
 * RemoteCall there = RemoteCall.decode(asked);
 * byte[] told = RemoteCall.encode(sandbox.call(there.functions(), there.invocation(), there.policy()));
 * Outcome outcome = RemoteCall.decodeOutcome(told);
 * }</pre>
 *
 * <p>Immutable.
 */
public record RemoteCall(FunctionSet functions, Invocation invocation, ExecutionPolicy policy) {

    /** What is sent to the other host. */
    public byte[] encode() {
        ValueWriter out = new ValueWriter();
        out.i32(functions.functions().size());
        for (FunctionDefinition function : functions.functions()) {
            out.string(function.name());
            out.string(function.source());
            out.string(function.description());
            out.bool(function.parameters().isOpen());
            out.string(function.parameters().isOpen() ? "" : function.parameters().json());
            out.i32(function.packages().size());
            function.packages().forEach(out::string);
        }
        switch (invocation) {
            case Invocation.Program program -> {
                out.bool(true);
                out.string(program.source());
            }
            case Invocation.Call call -> {
                out.bool(false);
                out.string(call.function());
                RequestCodec.writeArguments(out, call.positional(), call.named());
            }
        }
        out.string(invocation.tenant());
        out.string(policy.name());
        out.string(PolicyDocument.json(policy));
        return out.toByteArray();
    }

    /**
     * What was sent. A function's examples are not: no call needs them.
     *
     * @throws ProtocolException if the bytes are not exactly one call
     */
    public static RemoteCall decode(byte[] bytes) throws ProtocolException {
        ValueReader in = new ValueReader(bytes);
        try {
            FunctionSet functions = readFunctions(in);
            boolean program = in.bool();
            String text = in.string();
            Invocation invocation;
            if (program) {
                invocation = new Invocation.Program(text, in.string());
            } else {
                List<PythonValue> positional = RequestCodec.readPositional(in);
                Map<String, PythonValue> named = RequestCodec.readNamed(in);
                invocation = new Invocation.Call(text, positional, named, in.string());
            }
            ExecutionPolicy policy = ExecutionPolicy.parse(in.string(), in.string());
            in.end();
            return new RemoteCall(functions, invocation, policy);
        } catch (HandaxeException | PolicyException e) {
            throw new ProtocolException("no call: " + e.getMessage());
        }
    }

    private static FunctionSet readFunctions(ValueReader in) throws ProtocolException {
        int count = in.count(21);
        List<FunctionDefinition> functions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FunctionDefinition.Builder function =
                    FunctionDefinition.builder(in.string(), in.string()).description(in.string());
            boolean open = in.bool();
            String parameters = in.string();
            int packages = in.count(4);
            List<String> names = new ArrayList<>();
            for (int each = 0; each < packages; each++) {
                names.add(in.string());
            }
            function.parameters(open ? ParameterSchema.any() : ParameterSchema.parse(parameters));
            functions.add(function.packages(names).build());
        }
        return FunctionSet.of(functions);
    }

    /** What is sent back. */
    public static byte[] encode(Outcome outcome) {
        return OutcomeCodec.encode(outcome);
    }

    /**
     * The outcome that was sent back.
     *
     * @throws ProtocolException if the bytes are not exactly one outcome
     */
    public static Outcome decodeOutcome(byte[] bytes) throws ProtocolException {
        return OutcomeCodec.decode(bytes);
    }
}
