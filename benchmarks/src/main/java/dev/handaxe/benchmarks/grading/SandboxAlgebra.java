package dev.handaxe.benchmarks.grading;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBool;
import dev.handaxe.runtime.PythonValue.PyNone;
import dev.handaxe.runtime.PythonValue.PyStr;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.Session;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks pylatexenc and sympy, each in a session of a sandbox, so that a package is imported once for
 * many questions. What one of them is asked cannot reach the other.
 *
 * <p>Thread-safe. Whoever makes it closes it.
 */
final class SandboxAlgebra implements Algebra {
    private final Place latex;
    private final Place algebra;

    SandboxAlgebra(Sandbox sandbox) {
        latex =
                new Place(
                        sandbox,
                        "handaxe_latex_to_text",
                        """
                        from pylatexenc.latex2text import LatexNodes2Text

                        def handaxe_latex_to_text(latex):
                            try:
                                return LatexNodes2Text().latex_to_text(latex)
                            except MemoryError:
                                raise  # a limit of this place, not of the rule
                            except Exception:
                                return None
                        """,
                        List.of("pylatexenc"));
        algebra =
                new Place(
                        sandbox,
                        "handaxe_is_zero",
                        """
                        from sympy import simplify
                        from sympy.parsing import sympy_parser as parser

                        # Since Python 3.12 '!' is an operator, which sympy 1.11 does not expect.
                        def as_errors(tokens, local_dict, global_dict):
                            return [
                                token
                                for kind, text in tokens
                                for token in (
                                    [(parser.ERRORTOKEN, "!")] * len(text)
                                    if text and not text.strip("!")
                                    else [(kind, text)]
                                )
                            ]

                        STEPS = (
                            (as_errors,)
                            + parser.standard_transformations
                            + (parser.implicit_multiplication_application,)
                        )

                        def handaxe_is_zero(expression):
                            try:
                                python = expression.replace("^", "**")
                                value = parser.parse_expr(python, transformations=STEPS)
                                return bool(simplify(value) == 0)
                            except MemoryError:
                                raise  # a limit of this place, not of the rule
                            except Exception:
                                return False
                        """,
                        List.of("sympy", "mpmath"));
    }

    @Override
    public Answer<Optional<String>> latexToText(String text) {
        return switch (latex.ask(text)) {
            case Answer.Unknown<PythonValue> unknown -> new Answer.Unknown<>(unknown.why());
            case Answer.Known<PythonValue> known ->
                    switch (known.value()) {
                        case PyStr plain -> new Answer.Known<>(Optional.of(plain.value()));
                        case PyNone none -> new Answer.Known<>(Optional.empty());
                        case PythonValue other -> latex.strange();
                    };
        };
    }

    @Override
    public Answer<Boolean> isZero(String expression) {
        return switch (algebra.ask(expression)) {
            case Answer.Unknown<PythonValue> unknown -> new Answer.Unknown<>(unknown.why());
            case Answer.Known<PythonValue> known ->
                    known.value() instanceof PyBool(boolean zero)
                            ? new Answer.Known<>(zero)
                            : algebra.strange();
        };
    }

    @Override
    public void close() {
        latex.close();
        algebra.close();
    }

    /** One function with its packages, and the session that it is called in once it is needed. */
    private static final class Place {
        private final Sandbox sandbox;
        private final FunctionDefinition function;
        private final ExecutionPolicy policy;
        private @Nullable Session session;
        private Optional<String> missing = Optional.empty();

        Place(Sandbox sandbox, String name, String source, List<String> packages) {
            this.sandbox = sandbox;
            function = FunctionDefinition.builder(name, source).packages(packages).build();
            policy =
                    ExecutionPolicy.session()
                            .with(LimitName.CPU_MS, 14_000)
                            .with(LimitName.WALL_MS, 60_000)
                            .with(LimitName.HEAP_BYTES, 1L << 30)
                            .with(Grants.none().withPackages(packages));
        }

        /** Asks once, and once more if the worker had died before. */
        Answer<PythonValue> ask(String text) {
            Optional<Session> open = open();
            if (open.isEmpty()) {
                return new Answer.Unknown<>(missing.orElse(""));
            }
            Invocation call = Invocation.call(function.name(), PythonValue.of(text));
            Outcome outcome = open.get().call(call);
            boolean didNotRun =
                    outcome instanceof Outcome.Lost && outcome.report().metrics().wall().isZero();
            return answer(didNotRun ? open.get().call(call) : outcome);
        }

        private synchronized Optional<Session> open() {
            if (session == null && missing.isEmpty()) {
                try {
                    session = sandbox.openSession(FunctionSet.of(List.of(function)), policy);
                } catch (HandaxeException e) {
                    if (e.code() != Code.INVALID_INPUT) {
                        throw e;
                    }
                    missing =
                            Optional.of(
                                    "not decided, it needs %s: %s"
                                            .formatted(
                                                    function.packages().getFirst(),
                                                    line(e.getMessage())));
                }
            }
            return Optional.ofNullable(session);
        }

        private Answer<PythonValue> answer(Outcome outcome) {
            return outcome instanceof Outcome.Returned returned
                    ? new Answer.Known<>(returned.value())
                    : new Answer.Unknown<>(
                            "not decided: %s: %s"
                                    .formatted(
                                            function.packages().getFirst(),
                                            line(OutcomeFormat.line(outcome))));
        }

        private static String line(String text) {
            return OutcomeFormat.printable(text.replace('\n', ' ').replace('\t', ' '), 300);
        }

        <T> Answer<T> strange() {
            return new Answer.Unknown<>(
                    "not decided: %s answered with something else"
                            .formatted(function.packages().getFirst()));
        }

        synchronized void close() {
            if (session != null) {
                session.close();
            }
        }
    }
}
