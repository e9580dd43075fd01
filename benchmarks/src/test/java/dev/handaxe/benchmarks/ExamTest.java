package dev.handaxe.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.benchmarks.EvaluationResult.Kind;
import dev.handaxe.benchmarks.Exam.Question;
import dev.handaxe.benchmarks.Exam.Ruling;
import dev.handaxe.runtime.HostFunction;
import dev.handaxe.runtime.HostFunctionException;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyDict;
import dev.handaxe.runtime.PythonValue.PyList;
import dev.handaxe.runtime.PythonValue.PyTuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Exams, and how guests get to them. */
final class ExamTest {
    private static final HostFunction NEXT = ExamHall.doors().getFirst();
    private static final HostFunction ASK = ExamHall.doors().getLast();

    /** Asks for the squares of 0 and 1 and so on. */
    private static ListExam squares(int count) {
        return new ListExam(
                IntStream.range(0, count)
                        .mapToObj(
                                n ->
                                        new ListExam.Step(
                                                new Question(
                                                        "f", List.of(PythonValue.of(n)), Map.of()),
                                                (answer, nanos) ->
                                                        answer.equals(PythonValue.of((long) n * n))
                                                                ? Optional.empty()
                                                                : Optional.of(
                                                                        new Ruling(
                                                                                Kind.FAILED,
                                                                                "not " + n * n))))
                        .toList());
    }

    private static Optional<PythonValue> value(long n) {
        return Optional.of(PythonValue.of(n));
    }

    private static PythonValue call(HostFunction door, String guest, PythonValue... given)
            throws Exception {
        return door.body()
                .answer(new HostFunction.Call("default", guest, List.of(given), Map.of()));
    }

    @Test
    void passesWhenEverythingIsAnswered() {
        ListExam exam = squares(3);
        assertThat(exam.next(Optional.empty()).orElseThrow().positional())
                .containsExactly(PythonValue.of(0));
        assertThat(exam.next(value(0))).isPresent();
        assertThat(exam.ruling()).isEmpty();
        assertThat(exam.next(value(1))).isPresent();
        assertThat(exam.ruling()).isEmpty();
        assertThat(exam.next(value(4))).isEmpty();
        assertThat(exam.ruling()).contains(Ruling.PASSED);
        assertThat(exam.next(value(5))).isEmpty();
        assertThat(exam.ruling()).contains(Ruling.PASSED);
    }

    @Test
    void theFirstWrongAnswerEndsItForGood() {
        ListExam exam = squares(3);
        exam.next(Optional.empty());
        assertThat(exam.next(value(7))).isEmpty();
        assertThat(exam.ruling().orElseThrow().reason()).isEqualTo("not 0");
        assertThat(exam.next(value(0))).isEmpty();
        assertThat(exam.ruling().orElseThrow().kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void nobodyGetsTheNextQuestionWithoutAnAnswer() {
        ListExam exam = squares(2);
        exam.next(Optional.empty());
        assertThat(exam.next(Optional.empty())).isEmpty();
        assertThat(exam.ruling().orElseThrow().reason()).contains("without an answer");
    }

    @Test
    void anAnswerBeforeTheFirstQuestionIsNone() {
        ListExam exam = squares(1);
        assertThat(exam.next(value(0))).isPresent();
        assertThat(exam.ruling()).isEmpty();
    }

    @Test
    void aTokenIsGoodForOneGuestAndAsLongAsTheExam() throws Exception {
        PythonValue token;
        try (ExamHall.Seat seat = ExamHall.open(squares(2))) {
            token = PythonValue.of(seat.token());
            PythonValue question = call(NEXT, "guest", token);
            assertThat(((PyTuple) question).items().getFirst()).isEqualTo(PythonValue.of("f"));
            assertThatThrownBy(() -> call(NEXT, "other", token, PythonValue.of(0)))
                    .isInstanceOf(HostFunctionException.class);
            assertThat(call(NEXT, "guest", token, PythonValue.of(0))).isInstanceOf(PyTuple.class);
            assertThat(call(NEXT, "guest", token, PythonValue.of(1))).isEqualTo(PythonValue.none());
        }
        assertThatThrownBy(() -> call(NEXT, "guest", token)).hasMessage("there is no such exam");
        assertThatThrownBy(() -> call(NEXT, "guest")).hasMessage("there is no such exam");
        assertThatThrownBy(() -> call(NEXT, "guest", PythonValue.of(1)))
                .hasMessage("there is no such exam");
    }

    @Test
    void onlyTestsOfARelayedExamCanAsk() throws Exception {
        try (ExamHall.Seat seat = ExamHall.open(squares(1))) {
            PythonValue token = PythonValue.of(seat.token());
            assertThatThrownBy(() -> ask(token, 3)).hasMessage("there is no such exam");
        }
    }

    private static PythonValue ask(PythonValue token, long n) throws Exception {
        return call(
                ASK,
                "tests",
                token,
                PythonValue.of("f"),
                new PyTuple(List.of(PythonValue.of(n))),
                new PyDict(List.of()));
    }

    @Test
    void callsOfTheTestsGoOverAndValuesComeBack() throws Exception {
        RelayedExam exam = new RelayedExam();
        try (ExamHall.Seat seat = ExamHall.open(exam)) {
            PythonValue token = PythonValue.of(seat.token());
            FutureTask<Integer> sample = new FutureTask<>(() -> doubling(token));
            Thread.ofPlatform().daemon().start(sample);
            assertThat(exam.awaitSample()).isTrue();
            assertThat(ask(token, 4)).isEqualTo(one(PythonValue.of(8)));
            assertThat(ask(token, 5)).isEqualTo(one(PythonValue.of(10)));
            assertThat(exam.raised()).isEmpty();
            exam.testsEnded();
            assertThat(sample.get()).isEqualTo(2);
        }
        assertThat(exam.ruling()).isEmpty();
    }

    private static PythonValue one(PythonValue value) {
        return new PyTuple(List.of(value));
    }

    /** What the tests get, and what is known of it, when the sample answers so. */
    private static RelayedExam answered(PythonValue answer) throws Exception {
        RelayedExam exam = new RelayedExam();
        FutureTask<PythonValue> asked =
                new FutureTask<>(() -> exam.ask(new Question("f", List.of(), Map.of())));
        Thread.ofPlatform().daemon().start(asked);
        assertThat(exam.next(Optional.empty())).isPresent();
        Thread.ofPlatform().daemon().start(new FutureTask<>(() -> exam.next(Optional.of(answer))));
        assertThat(asked.get()).isEqualTo(answer);
        exam.testsEnded();
        return exam;
    }

    @Test
    void whatASampleRaisedIsAnAnswerToo() throws Exception {
        PythonValue kinds =
                new PyList(List.of(PythonValue.of("KeyError"), PythonValue.of("LookupError")));
        PyList raised = new PyList(List.of(kinds, PythonValue.of("no")));
        assertThat(answered(raised).raised()).containsExactly("KeyError", "LookupError");
        assertThat(answered(one(raised)).raised()).isEmpty();
    }

    @Test
    void answersOfAnotherFormAreNone() {
        PythonValue kinds = new PyList(List.of(PythonValue.of("KeyError")));
        for (PythonValue answer :
                List.of(
                        PythonValue.of(1),
                        new PyTuple(List.of()),
                        new PyTuple(List.of(PythonValue.of(1), PythonValue.of(2))),
                        new PyList(List.of(new PyList(List.of()), PythonValue.of("no"))),
                        new PyList(List.of(kinds, kinds)))) {
            assertThatThrownBy(() -> answered(answer))
                    .as("%s", answer)
                    .hasRootCauseMessage("the sample answered in another form");
        }
    }

    @Test
    void testsSayThatTheirArgumentsAreNoData() throws Exception {
        RelayedExam exam = new RelayedExam();
        try (ExamHall.Seat seat = ExamHall.open(exam)) {
            assertThat(exam.needsObjects()).isFalse();
            assertThat(call(ASK, "tests", PythonValue.of(seat.token())))
                    .isEqualTo(PythonValue.none());
            assertThat(exam.needsObjects()).isTrue();
        }
    }

    private static int doubling(PythonValue token) throws Exception {
        int answered = 0;
        PythonValue question = call(NEXT, "sample", token, PythonValue.of(99));
        while (question instanceof PyTuple(List<PythonValue> parts)) {
            PythonValue.PyInt n =
                    (PythonValue.PyInt) ((PythonValue.PyList) parts.get(1)).items().getFirst();
            answered++;
            PythonValue twice = PythonValue.of(2 * n.value().longValueExact());
            question = call(NEXT, "sample", token, one(twice));
        }
        return answered;
    }

    @Test
    void testsAreToldWhenTheSampleEnds() throws Exception {
        RelayedExam exam = new RelayedExam();
        FutureTask<PythonValue> asked =
                new FutureTask<>(() -> exam.ask(new Question("f", List.of(), Map.of())));
        Thread.ofPlatform().daemon().start(asked);
        assertThat(exam.next(Optional.empty())).isPresent();
        exam.sampleEnded();
        assertThatThrownBy(asked::get).hasRootCauseInstanceOf(HostFunctionException.class);
        assertThat(new RelayedExam().ruling()).isEmpty();
    }

    @Test
    void aSampleThatEndsBeforeItAsksIsNotWaitedFor() throws InterruptedException {
        RelayedExam exam = new RelayedExam();
        exam.sampleEnded();
        assertThat(exam.awaitSample()).isFalse();
    }
}
