package dev.handaxe.worker;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.CallRequest.FunctionSource;
import dev.handaxe.runtime.protocol.CallRequest.Target;
import dev.handaxe.runtime.protocol.CallSettings;
import dev.handaxe.runtime.protocol.CallSettings.SessionUse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the build runs once: it unpacks GraalPy's standard library into the worker home, and shows
 * the JVM what a worker does, so that an AOT cache can be made of it.
 */
final class WarmUp {
    private static final String FUNCTION =
            """
            import math, re, json, collections
            def warm(n, words):
                counts = collections.Counter(w for w in words if re.match('a', w))
                return {'sum': sum(i * i for i in range(n)), 'counts': dict(counts),
                        'text': json.dumps(sorted(words)), 'root': math.sqrt(n)}
            """;
    private static final String PROGRAM =
            """
            import sys
            class Stack:
                def __init__(self): self.items = []
                def push(self, x): self.items.append(x)
            s = Stack()
            for i in range(100): s.push(f'{i:03d}')
            print(','.join(s.items), file=sys.stderr)
            print(warm(3, ['a', 'b']))
            assert s.items == [], 'as a failing test would'
            """;

    private static final List<FunctionSource> FUNCTIONS =
            List.of(new FunctionSource("warm", FUNCTION));
    private static final Target CALL =
            Target.call(
                    "warm",
                    List.of(PythonValue.of(50)),
                    Map.of(
                            "words",
                            new PythonValue.PyList(
                                    List.of(PythonValue.of("a"), PythonValue.of("bc")))));

    private WarmUp() {}

    static void run() throws Exception {
        try (ContextNursery nursery = new ContextNursery(Preparation.NONE)) {
            LoneLane lane = new LoneLane(nursery);
            Target program = Target.program(PROGRAM);
            for (int i = 0; i < 3; i++) {
                run(lane, CALL, SessionUse.NONE);
                run(lane, program, SessionUse.NONE);
            }
            run(lane, CALL, SessionUse.BEGIN);
            run(lane, CALL, SessionUse.CONTINUE);
            run(lane, program, SessionUse.CONTINUE);
        }
    }

    private static void run(LoneLane lane, Target target, SessionUse session) throws IOException {
        CallSettings once = CallSettings.of(ExecutionPolicy.evaluation().limits());
        var settings =
                new CallSettings(
                        once.limits(), once.grants(), once.determinism(), once.trace(), session);
        lane.run(new CallRequest(FUNCTIONS, target, settings));
    }
}
