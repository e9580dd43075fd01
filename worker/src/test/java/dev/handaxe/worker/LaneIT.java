package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.CallSettings;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.GuestResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The frames of a call, in the long and the short way. */
@Timeout(30)
class LaneIT {
    private static final FunctionSource DIVIDE =
            new FunctionSource(
                    "divide", "def divide(a, b):\n    print(a, end='')\n    return a / b\n");

    private static ContextNursery nursery;
    private static LoneLane lane;

    @BeforeAll
    static void open() throws Exception {
        nursery = new ContextNursery(Preparation.NONE);
        nursery.awaitFirst();
        lane = new LoneLane(nursery);
    }

    @AfterAll
    static void close() {
        nursery.close();
    }

    @BeforeEach
    void aSessionBegins() throws IOException {
        assertThat(kinds(run(divide(6, 2), SessionUse.BEGIN)))
                .containsExactly("Accepted", "Started", "Output", "Finished");
    }

    @Test
    void aCallThatGoesOnSaysNothingBeforeItsOutputAndItsEnd() throws IOException {
        for (int i = 0; i < 3; i++) {
            goesOn();
        }
    }

    private static void goesOn() throws IOException {
        List<Frame> frames = run(divide(8, 2), SessionUse.CONTINUE);
        assertThat(kinds(frames)).containsExactly("Output", "Finished");
        Frame.Finished end = (Frame.Finished) frames.getLast();
        assertThat(end.result())
                .isEqualTo(new GuestResult.Value(new PythonValue.PyFloat(4.0), false));
        assertThat(end.remains().stateKept()).isTrue();
        assertThat(end.usage().cpuNanos()).isPositive();
    }

    @Test
    void anErrorEndsTheCallAndNotTheSession() throws IOException {
        List<Frame> frames = run(divide(1, 0), SessionUse.CONTINUE);
        assertThat(kinds(frames)).containsExactly("Output", "Finished");
        assertThat(((Frame.Finished) frames.getLast()).result())
                .isInstanceOfSatisfying(
                        GuestResult.Failed.class,
                        failed -> assertThat(failed.error().type()).isEqualTo("ZeroDivisionError"));
        assertThat(((Frame.Finished) frames.getLast()).remains().stateKept()).isTrue();
        goesOn();
    }

    /**
     * The stop may also find the guest as it writes out its streams, some once in a hundred times.
     */
    @RepeatedTest(20)
    void moreOutputThanAllowedEndsTheSessionEvenIfNobodyLookedMeanwhile() throws IOException {
        List<Frame> frames =
                run(
                        Target.program("print('x' * 100)\n"),
                        limits(LimitName.OUTPUT_BYTES, 50),
                        SessionUse.CONTINUE);
        Frame.Finished end = (Frame.Finished) frames.getLast();
        assertThat(end.remains().stateKept()).isFalse();
        assertThat(end.usage().retire()).isTrue();
    }

    @Test
    void theFunctionThatTookItsArgumentsIsAskedAnewWhenItIsAnother() throws IOException {
        run(Target.program("def divide(a):\n    return -a\n"), evaluation(), SessionUse.CONTINUE);
        Frame.Finished end = (Frame.Finished) run(divide(1, 1), SessionUse.CONTINUE).getLast();
        assertThat(end.result())
                .isEqualTo(
                        new GuestResult.NotRun(
                                "divide takes at most 1 positional arguments, 2 were given"));
    }

    private static Target divide(long a, long b) {
        return Target.call("divide", List.of(PythonValue.of(a), PythonValue.of(b)), Map.of());
    }

    private static List<Frame> run(Target target, SessionUse session) throws IOException {
        return run(target, evaluation(), session);
    }

    private static List<Frame> run(Target target, Limits limits, SessionUse session)
            throws IOException {
        CallSettings once = CallSettings.of(limits);
        return lane.run(
                new CallRequest(
                        List.of(DIVIDE),
                        target,
                        new CallSettings(
                                limits, once.grants(), once.determinism(), once.trace(), session)));
    }

    private static Limits evaluation() {
        return ExecutionPolicy.evaluation().limits();
    }

    private static Limits limits(LimitName name, long value) {
        return ExecutionPolicy.evaluation().with(name, value).limits();
    }

    private static List<String> kinds(List<Frame> frames) {
        return frames.stream().map(frame -> frame.getClass().getSimpleName()).toList();
    }
}
