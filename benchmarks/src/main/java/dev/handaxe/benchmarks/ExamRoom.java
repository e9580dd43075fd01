package dev.handaxe.benchmarks;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs samples that are asked questions. A sample is a program; what it defines stays in its guest,
 * and after its last line it answers one question after the other.
 *
 * <p>Thread-safe.
 *
 * @param runner runs the guest code
 */
record ExamRoom(GuestRunner runner) {
    /**
     * Runs after the sample. Whatever the sample does to it, only answers get out. Tests elsewhere
     * may expect exceptions: for them those are answers, too, and end the guest only if they are
     * the last.
     */
    private static final String ANSWERS =
            """


            def handaxe_answers(token="TOKEN", relayed=RELAYED, ask=handaxe_next):
                raised = None
                question = ask(token)
                while question is not None:
                    name, positional, named, truth = question
                    if name not in globals():
                        raise NameError(f"name {name!r} is not defined")
                    try:
                        raised = None
                        answer = globals()[name](*positional, **named)
                        if truth:
                            answer = bool(answer)
                        if relayed:
                            answer = (answer,)
                    except Exception as error:
                        if not relayed:
                            raise
                        raised = error
                        answer = [[kind.__name__ for kind in type(error).__mro__], str(error)]
                    try:
                        question = ask(token, answer)
                    except TypeError:
                        if not relayed or raised is not None:
                            raise
                        question = ask(token, bool(answer[0]))
                if raised is not None:
                    raise raised


            handaxe_answers()
            """;

    /** Runs a sample through an exam; what the exam found is asked of the exam. */
    Outcome take(String sample, Exam exam, ExecutionPolicy policy) {
        try (ExamHall.Seat seat = ExamHall.open(exam)) {
            return run(sample, false, seat, policy);
        }
    }

    /** Runs a sample for tests that run elsewhere. */
    Outcome answer(String sample, ExamHall.Seat seat, ExecutionPolicy policy) {
        return run(sample, true, seat, policy);
    }

    private Outcome run(
            String sample, boolean relayed, ExamHall.Seat seat, ExecutionPolicy policy) {
        String answers =
                ANSWERS.replace("TOKEN", seat.token())
                        .replace("RELAYED", relayed ? "True" : "False");
        return runner.call(
                FunctionSet.empty(),
                Invocation.program(sample + answers),
                granting(policy, ExamHall.NEXT));
    }

    /** The policy with that host function besides those that it grants. */
    static ExecutionPolicy granting(ExecutionPolicy policy, String hostFunction) {
        List<String> granted = new ArrayList<>(policy.grants().hostFunctions());
        granted.add(hostFunction);
        return policy.with(policy.grants().withHostFunctions(granted));
    }
}
