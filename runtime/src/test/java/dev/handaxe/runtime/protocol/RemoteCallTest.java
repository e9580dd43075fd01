package dev.handaxe.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.Trace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteCallTest {
    private static final GuestError ERROR =
            new GuestError(
                    "ValueError",
                    "no \ud800",
                    List.of(
                            new GuestError.Frame(
                                    3, "f", "raise", List.of(new GuestError.Local("a", "1")))));

    private static final Outcome.Report REPORT =
            new Outcome.Report(
                    "id",
                    new Outcome.Output(
                            "out",
                            "err",
                            List.of(new GuestFile("a.txt", new PyBytes(new byte[] {1, 2})))),
                    "bubblewrap",
                    new Outcome.Metrics(
                            Duration.ofMillis(5),
                            Duration.ofNanos(7),
                            9,
                            Duration.ZERO,
                            Duration.ofSeconds(1)),
                    Optional.of(
                            new Trace(
                                    TraceMode.LINES,
                                    List.of(
                                            new Trace.Call(
                                                    0, "f", 1, "(1)", "2", false, Duration.ZERO)),
                                    List.of(new Trace.Line("f", 2, 3, "a=1")),
                                    true)),
                    Outcome.SessionState.KEPT);

    static Stream<Outcome> outcomes() {
        return Stream.of(
                new Outcome.Returned(new PyStr("x"), false, REPORT),
                new Outcome.Returned(PythonValue.none(), true, REPORT),
                new Outcome.Raised(ERROR, REPORT),
                new Outcome.LimitExceeded(
                        new Outcome.Breach(
                                LimitName.CPU_MS,
                                1000,
                                1001,
                                Outcome.Stage.HARD,
                                Duration.ofMillis(120),
                                OptionalInt.of(4)),
                        REPORT),
                new Outcome.LimitExceeded(
                        new Outcome.Breach(
                                LimitName.HEAP_BYTES,
                                1,
                                2,
                                Outcome.Stage.SOFT,
                                Duration.ZERO,
                                OptionalInt.empty()),
                        REPORT),
                new Outcome.Denied(Outcome.Capability.FILE, "/etc/passwd", ERROR, REPORT),
                new Outcome.Rejected("no such function", REPORT),
                new Outcome.Lost(
                        "gone", new Outcome.Report("i", "", "", "process", Outcome.Metrics.NONE)));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void anOutcomeComesBackAsItWas(Outcome outcome) throws ProtocolException {
        assertThat(RemoteCall.decodeOutcome(RemoteCall.encode(outcome))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void anOutcomeThatIsCutOffOrLongerIsRefused(Outcome outcome) {
        byte[] whole = RemoteCall.encode(outcome);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RemoteCall.decodeOutcome(part))
                    .isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> RemoteCall.decodeOutcome(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aCallArrivesWithAllThatItsSandboxLooksAt() throws ProtocolException {
        FunctionDefinition plain = FunctionDefinition.builder("g", "def g():\n    pass\n").build();
        FunctionDefinition checked =
                FunctionDefinition.builder("f", "def f(a):\n    return a\n")
                        .description("says \ud83e\udeb3")
                        .parameters(
                                ParameterSchema.parse(
                                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}"))
                        .packages(List.of("sympy"))
                        .build();
        ExecutionPolicy policy =
                ExecutionPolicy.untrusted().with(LimitName.CPU_MS, 1234).with(TraceMode.CALLS);
        Invocation call =
                new Invocation.Call(
                        "f",
                        List.of(PythonValue.of("\ud800")),
                        Map.of("a", PythonValue.none()),
                        "tenant");

        RemoteCall there =
                RemoteCall.decode(
                        new RemoteCall(FunctionSet.of(List.of(plain, checked)), call, policy)
                                .encode());

        assertThat(there.functions().functions())
                .extracting(FunctionDefinition::name, FunctionDefinition::hash)
                .containsExactly(tuple("g", plain.hash()), tuple("f", checked.hash()));
        assertThat(there.invocation()).isEqualTo(call);
        assertThat(there.policy()).isEqualTo(policy);
        assertThat(there.policy().origin()).isEqualTo(policy.origin());
    }

    @Test
    void aProgramArrivesAndGarbageIsRefused() throws ProtocolException {
        Invocation program = Invocation.program("print(1)").forTenant("t");
        byte[] bytes =
                new RemoteCall(FunctionSet.empty(), program, ExecutionPolicy.evaluation()).encode();

        assertThat(RemoteCall.decode(bytes).invocation()).isEqualTo(program);
        assertThatThrownBy(() -> RemoteCall.decode(Arrays.copyOf(bytes, bytes.length - 3)))
                .isInstanceOf(ProtocolException.class);
        byte[] notUtf8 = bytes.clone();
        Arrays.fill(notUtf8, (byte) 0xff);
        assertThatThrownBy(() -> RemoteCall.decode(notUtf8)).isInstanceOf(ProtocolException.class);
    }
}
