package dev.handaxe.benchmarks.hot;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;

/**
 * One process of CPython that answers each line with a call. It runs only programs that ship.
 * Confined to one thread.
 */
final class ProcessCaller implements Caller {
    private static final String LOOP =
            """

            import json, sys
            for line in sys.stdin:
                print(json.dumps(run(int(line))), flush=True)
            """;

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final String question;

    /** Starts the process. */
    ProcessCaller(String python, HotProgram program) {
        question = program.size() + "\n";
        try {
            process =
                    new ProcessBuilder(List.of(python, "-I", "-c", program.source() + LOOP))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, python + " cannot be started", e);
        }
        questions = process.outputWriter();
        answers = process.inputReader();
    }

    @Override
    public String call() {
        try {
            questions.write(question);
            questions.flush();
            String answer = answers.readLine();
            if (answer != null) {
                return answer;
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "CPython's pipe broke", e);
        }
        throw new HandaxeException(Code.IO, "CPython ended before it answered");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
