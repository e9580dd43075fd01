package dev.handaxe.optimizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.optimizer.report.Conversation.Call;
import dev.handaxe.optimizer.report.Conversation.Failure;
import dev.handaxe.optimizer.report.FailureCause.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCauseTest {
    @ParameterizedTest
    @CsvSource({
        "raised, ZeroDivisionError, ERROR, ZeroDivisionError in f",
        "denied, file, ERROR, denied: file in f",
        "lost, '', ERROR, lost in f",
        "limit_exceeded, cpu_ms, LIMIT, cpu_ms in f",
        "refused, '', BAD_CALL, f",
        "unknown_function, '', BAD_CALL, f",
        "rejected, rejected, BAD_CALL, f",
        "something_new, '', ERROR, something_new in f"
    })
    void theCallThatFailedIsTheCause(String kind, String type, Kind cause, String detail) {
        assertThat(cause(0, call("g", "returned", ""), call("f", kind, type)))
                .contains(new FailureCause(cause, detail));
    }

    @Test
    void anErrorTheAgentRecoveredFromIsNotTheCause() {
        assertThat(cause(0, call("f", "raised", "KeyError"), call("f", "returned", "")))
                .contains(new FailureCause(Kind.WRONG_ANSWER, ""));
        assertThat(cause(0, call("f", "raised", "KeyError"), call("g", "returned", "")))
                .contains(new FailureCause(Kind.ERROR, "KeyError in f"));
    }

    @Test
    void theFirstOfTwoErrorsIsTheCauseAndACallThatNeverRanIsMadeGoodByAny() {
        assertThat(cause(0, call("f", "raised", "KeyError"), call("g", "raised", "TypeError")))
                .contains(new FailureCause(Kind.ERROR, "KeyError in f"));
        assertThat(cause(0, call("h", "unknown_function", ""), call("g", "returned", "")))
                .contains(new FailureCause(Kind.WRONG_ANSWER, ""));
    }

    @Test
    void anAnswerWithoutCallsIsItsOwnCause() {
        assertThat(cause(0.5)).contains(new FailureCause(Kind.NO_CALL, ""));
    }

    @Test
    void aSolvedTaskHasNone() {
        assertThat(cause(1, call("f", "raised", "KeyError"))).isEmpty();
    }

    private static Optional<FailureCause> cause(double score, Call... calls) {
        return FailureCause.of(
                new Conversation(
                        new Conversation.Id("aa", "train", "t", 1, 0),
                        score,
                        "",
                        List.of(),
                        List.of(calls)));
    }

    private static Call call(String name, String kind, String type) {
        Optional<Failure> failure =
                kind.equals("returned") || kind.equals("unknown_function")
                        ? Optional.empty()
                        : Optional.of(new Failure(type, "", 0, "", ""));
        return new Call(name, kind, "", failure, Optional.empty());
    }
}
