package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Python's own library as a guest finds it: compiled ahead, and no more of it than is asked for.
 */
class LibraryIT {
    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(SandboxOptions.defaults().withWorkers(1));
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static String printed(String program, ExecutionPolicy policy) {
        Outcome outcome = sandbox.call(FunctionSet.empty(), Invocation.program(program), policy);
        assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Returned.class);
        return outcome.report().stdout();
    }

    private static String printed(String program) {
        return printed(program, ExecutionPolicy.untrusted());
    }

    @Test
    void whatProgramsUseMostIsNotParsed() {
        String program =
                """
                import sys
                from importlib._bootstrap_external import SourceFileLoader
                parsed = []
                parse = SourceFileLoader.source_to_code
                def noticed(self, data, path, **options):
                    parsed.append(path.rsplit("/", 1)[1])
                    return parse(self, data, path, **options)
                SourceFileLoader.source_to_code = noticed
                import statistics, datetime, unittest, dataclasses, json, typing
                print(parsed)
                import sched
                print(parsed)
                """;
        assertThat(printed(program)).isEqualTo("[]\n['sched.py']\n");
    }

    @Test
    void aTraceOfAProgramThatImportsItIsWhatItWas() {
        String program = "import statistics\nprint(statistics.mean([1, 2, 6]))\n";
        assertThat(printed(program, ExecutionPolicy.untrusted().with(TraceMode.LINES)))
                .isEqualTo("3\n");
    }

    @Test
    void itsFilesTellNothingOfTheHost() {
        assertThat(
                        printed(
                                """
                                import os, json
                                print(os.stat(json.__file__).st_mtime, os.stat(json.__cached__).st_mtime)
                                """))
                .isEqualTo("0.0 0.0\n");
    }

    @Test
    void aContextHasImportedNothingForTimeOrForOtherLanguages() {
        assertThat(
                        printed(
                                """
                                import sys
                                warm = "typing" in sys.modules
                                print("os" in sys.modules and not warm, sys.modules["polyglot"])
                                import time
                                print(time.gmtime(0).tm_year, sys.modules["polyglot"])
                                try:
                                    import _polyglot
                                except ImportError as error:
                                    print(error.name)
                                """))
                .isEqualTo("False None\n1970 None\npolyglot\n");
    }
}
