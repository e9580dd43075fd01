package dev.handaxe.worker;

import java.util.LinkedHashMap;
import org.graalvm.polyglot.Source;

/**
 * The programs that ran last on a worker's engine. The engine forgets what it parsed and learned of
 * a program with the last hold on its {@link Source}, so the next call with the same text would
 * begin from nothing. Thread-safe.
 */
final class ProgramSources {
    private static final int MAX_PROGRAMS = 256;
    private static final int MAX_CHARS = 4 << 20;

    /** The oldest first. */
    private final LinkedHashMap<Program, Source> sources = new LinkedHashMap<>();

    private int chars;

    private record Program(String text, String file) {}

    /** The program as a source, the same for the same text and file. */
    synchronized Source of(String text, String file) {
        Program program = new Program(text, file);
        Source known = sources.remove(program);
        if (known != null) {
            sources.put(program, known); // it is the youngest now
            return known;
        }
        Source source = Source.newBuilder("python", text, file).buildLiteral();
        sources.put(program, source);
        chars += text.length();
        while (sources.size() > MAX_PROGRAMS || (chars > MAX_CHARS && sources.size() > 1)) {
            chars -= sources.pollFirstEntry().getKey().text().length();
        }
        return source;
    }

    /** Whether the program is kept. */
    synchronized boolean holds(String text, String file) {
        return sources.containsKey(new Program(text, file));
    }

    /** How many programs are kept. */
    synchronized int size() {
        return sources.size();
    }
}
