package dev.handaxe.worker;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Where calls run: a context, its thread and the sources that ran in it. One call has it, or all
 * calls of a session. Confined to the lane, and to the guest's thread while a call runs.
 */
final class GuestSpace {
    private static final String PROGRAM_FILE = "main.py";

    /** Programs of a session whose lines tracebacks still show. */
    private static final int MAX_PROGRAMS = 200;

    private final SpareContext spare;
    private final GuestThread thread;
    private final ProgramSources known;
    private final Map<String, List<String>> sources = new HashMap<>();
    private final LinkedHashMap<String, String> programs = new LinkedHashMap<>();
    private int programCount;
    private @Nullable Value lastFunction;
    private int lastPositional;
    private boolean defined;

    GuestSpace(SpareContext spare, GuestThread thread, ProgramSources known) {
        this.spare = spare;
        this.thread = thread;
        this.known = known;
    }

    SpareContext spare() {
        return spare;
    }

    GuestThread thread() {
        return thread;
    }

    /** Lines of each guest source by file name, as they are now. */
    Map<String, List<String>> sources() {
        return Collections.unmodifiableMap(sources);
    }

    /** Remembers a function's source; its file's name. */
    String addFunction(String name, String source) {
        String file = name + ".py";
        sources.put(file, source.lines().toList());
        return file;
    }

    /**
     * Remembers a program's source; its file's name, the same for the same source, so that GraalPy
     * need not parse it again, and another for every other program of the space.
     */
    String addProgram(String source) {
        String known = programs.get(source);
        if (known != null) {
            return known;
        }
        programCount++;
        String file = programCount == 1 ? PROGRAM_FILE : "main-" + programCount + ".py";
        if (programs.size() == MAX_PROGRAMS) {
            sources.remove(programs.pollFirstEntry().getValue());
        }
        programs.put(source, file);
        sources.put(file, source.lines().toList());
        return file;
    }

    /** The program as a source of that file, parsed already if it ran lately. */
    Source program(String text, String file) {
        return known.of(text, file);
    }

    /**
     * Whether that function, the last one called, was called with so many arguments by position.
     */
    boolean tookBefore(Value function, int positional) {
        return positional == lastPositional && function.equals(lastFunction);
    }

    /** Remembers that the function takes so many arguments by position. */
    void took(Value function, int positional) {
        lastFunction = function;
        lastPositional = positional;
    }

    /**
     * Whether the context still runs code and nothing of the guest runs on its own: asked after a
     * call that did not end at its last line, or that could have left threads.
     */
    boolean isIdle(Duration patience) throws InterruptedException {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        thread.run(
                () -> {
                    try {
                        answer.complete(spare.prelude().isIdle());
                    } catch (RuntimeException
                            | AssertionError
                            | StackOverflowError
                            | OutOfMemoryError e) {
                        answer.complete(false);
                    }
                });
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Whether all functions have been defined and linked. */
    boolean isDefined() {
        return defined;
    }

    void setDefined() {
        defined = true;
    }
}
