package dev.handaxe.benchmarks.hot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A function {@code run(n)} that computes for some ten milliseconds in CPython.
 *
 * <p>Immutable.
 *
 * @param name of its file
 * @param size what it is called with
 */
record HotProgram(String name, int size) {
    /** What people write loops for: whole numbers, floats, lists, sets, dicts, text, objects. */
    static final List<HotProgram> ALL =
            List.of(
                    new HotProgram("collatz", 4000),
                    new HotProgram("sieve", 400_000),
                    new HotProgram("mandelbrot", 110),
                    new HotProgram("queens", 8),
                    new HotProgram("distance", 350),
                    new HotProgram("words", 100_000),
                    new HotProgram("matrix", 90),
                    new HotProgram("bodies", 5000));

    /** Its source. */
    String source() {
        try (InputStream in = HotProgram.class.getResourceAsStream(name + ".py")) {
            if (in == null) {
                throw new IllegalStateException(name + ".py is not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
