package dev.handaxe.benchmarks;

import dev.handaxe.runtime.HostFunctionException;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exam whose questions are asked by tests that run in another guest: hands each call over to the
 * sample, and its value back, or the exception that it raised. The verdict is that of the tests, so
 * there is no ruling here.
 *
 * <p>Thread-safe.
 */
final class RelayedExam implements Exam {
    private @Nullable Question question;
    private @Nullable PythonValue answer;
    private boolean begun;
    private boolean handedOver;
    private boolean sampleEnded;
    private boolean testsEnded;
    private boolean needsObjects;
    private Set<String> raised = Set.of();

    /** The sample's side. */
    @Override
    public synchronized Optional<Question> next(Optional<PythonValue> given)
            throws InterruptedException {
        begun = true;
        if (handedOver && given.isPresent()) {
            answer = given.get();
        }
        handedOver = false;
        notifyAll();
        while (question == null && !testsEnded) {
            wait();
        }
        Optional<Question> next = Optional.ofNullable(question);
        question = null;
        handedOver = next.isPresent();
        return next;
    }

    /**
     * The tests' side: waits for the sample's value.
     *
     * @throws HostFunctionException if the sample has ended
     */
    synchronized PythonValue ask(Question call) throws InterruptedException, HostFunctionException {
        answer = null;
        raised = Set.of();
        question = call;
        notifyAll();
        while (answer == null && !sampleEnded && (question != null || handedOver)) {
            wait();
        }
        PythonValue value = answer;
        answer = null;
        question = null;
        if (value == null) {
            throw new HostFunctionException("the sample ended without an answer");
        }
        raised = classes(value);
        return value;
    }

    /** The classes of the exception that an answer describes; none if it is a value. */
    private static Set<String> classes(PythonValue answer) throws HostFunctionException {
        if (answer instanceof PyBool
                || (answer instanceof PyTuple(List<PythonValue> value) && value.size() == 1)) {
            return Set.of();
        }
        if (answer instanceof PyList(List<PythonValue> described)
                && described.size() == 2
                && described.get(0) instanceof PyList(List<PythonValue> kinds)
                && described.get(1) instanceof PyStr) {
            Set<String> names = new LinkedHashSet<>();
            for (PythonValue kind : kinds) {
                if (kind instanceof PyStr name) {
                    names.add(name.value());
                }
            }
            if (!names.isEmpty()) {
                return names;
            }
        }
        throw new HostFunctionException("the sample answered in another form");
    }

    /** The classes of what the sample raised for the last question; none if it gave a value. */
    synchronized Set<String> raised() {
        return raised;
    }

    /** The tests' side: a call has arguments that are no data, so it cannot be handed over. */
    synchronized void cannotCross() {
        needsObjects = true;
    }

    /** Whether the tests have tried to hand over what is no data. */
    synchronized boolean needsObjects() {
        return needsObjects;
    }

    /** Waits until the sample asks for its first question; false if it ended before. */
    synchronized boolean awaitSample() throws InterruptedException {
        while (!begun && !sampleEnded) {
            wait();
        }
        return begun;
    }

    /** The sample's call is over. */
    synchronized void sampleEnded() {
        sampleEnded = true;
        notifyAll();
    }

    /** The tests are over: the sample is told that there is no question any more. */
    synchronized void testsEnded() {
        testsEnded = true;
        notifyAll();
    }

    @Override
    public Optional<Ruling> ruling() {
        return Optional.empty();
    }
}
