package dev.handaxe.benchmarks;

import dev.handaxe.benchmarks.Exam.Question;
import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.HostFunctionException;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where guests and exams meet: the two host functions through which a sample gets questions and
 * tests ask them. A sandbox is opened before the evaluations that use it, so the exams that are
 * going on are known to the whole process, each under a token that only its guests are told. A
 * token is good for the first call of guest code that uses it.
 *
 * <p>Thread-safe.
 */
final class ExamHall {
    /** What a sample calls: gives the last answer and gets the next question, or {@code None}. */
    static final String NEXT = "handaxe_next";

    /**
     * What tests call: a call of the sample's function, whose value comes back in a tuple of one,
     * or what it raised in a list, or of what is no data whether it is true. With the token alone:
     * the arguments are no data.
     */
    static final String ASK = "handaxe_ask";

    private static final HostFunction.Budget BUDGET =
            new HostFunction.Budget(10_000_000, Duration.ofHours(1), 256L << 20);

    private static final Map<String, Seat> SEATS = new ConcurrentHashMap<>();

    private ExamHall() {}

    /** The two host functions. */
    static List<HostFunction> doors() {
        return List.of(
                HostFunction.builder(NEXT, ExamHall::next)
                        .description("The next question of an exam, for the answer to the last.")
                        .budget(BUDGET)
                        .build(),
                HostFunction.builder(ASK, ExamHall::ask)
                        .description("The value of a function that runs in another guest.")
                        .budget(BUDGET)
                        .build());
    }

    /** Gives an exam a token; whoever opens the seat closes it. */
    static Seat open(Exam exam) {
        Seat seat = new Seat(UUID.randomUUID().toString(), exam);
        SEATS.put(seat.token(), seat);
        return seat;
    }

    /** An exam that is going on. */
    static final class Seat implements AutoCloseable {
        private final String token;
        private final Exam exam;
        private @Nullable String guest;

        private Seat(String token, Exam exam) {
            this.token = token;
            this.exam = exam;
        }

        String token() {
            return token;
        }

        private synchronized boolean isFor(String invocationId) {
            if (guest == null) {
                guest = invocationId;
            }
            return invocationId.equals(guest);
        }

        @Override
        public void close() {
            SEATS.remove(token);
        }
    }

    /** The answer is absent in the first call, and whenever a guest leaves it out. */
    private static PythonValue next(HostFunction.Call call)
            throws HostFunctionException, InterruptedException {
        List<PythonValue> given = call.positional();
        Seat seat = seat(given);
        if (given.size() > 2 || !seat.isFor(call.invocationId())) {
            throw new HostFunctionException("there is no such exam");
        }
        Optional<PythonValue> answer =
                given.size() == 2 ? Optional.of(given.get(1)) : Optional.empty();
        return seat.exam.next(answer).map(ExamHall::asValue).orElse(PythonValue.none());
    }

    private static PythonValue asValue(Question question) {
        List<PyDict.Entry> named = new ArrayList<>();
        question.named()
                .forEach((name, value) -> named.add(new PyDict.Entry(new PyStr(name), value)));
        return new PyTuple(
                List.of(
                        new PyStr(question.function()),
                        new PyList(question.positional()),
                        new PyDict(named),
                        new PyBool(question.truth())));
    }

    private static PythonValue ask(HostFunction.Call call)
            throws HostFunctionException, InterruptedException {
        List<PythonValue> given = call.positional();
        if (!(seat(given).exam instanceof RelayedExam relayed)) {
            throw new HostFunctionException("there is no such exam");
        }
        if (given.size() == 1) {
            relayed.cannotCross();
            return PythonValue.none();
        }
        if (given.size() == 4
                && given.get(1) instanceof PyStr function
                && given.get(2) instanceof PyTuple positional
                && given.get(3) instanceof PyDict named) {
            return relayed.ask(new Question(function.value(), positional.items(), byName(named)));
        }
        throw new HostFunctionException("a question is a name, arguments and named arguments");
    }

    private static Map<String, PythonValue> byName(PyDict named) {
        Map<String, PythonValue> byName = new LinkedHashMap<>();
        for (PyDict.Entry entry : named.entries()) {
            if (entry.key() instanceof PyStr name) {
                byName.put(name.value(), entry.value());
            }
        }
        return byName;
    }

    private static Seat seat(List<PythonValue> given) throws HostFunctionException {
        Seat seat =
                !given.isEmpty() && given.getFirst() instanceof PyStr token
                        ? SEATS.get(token.value())
                        : null;
        if (seat == null) {
            throw new HostFunctionException("there is no such exam");
        }
        return seat;
    }
}
