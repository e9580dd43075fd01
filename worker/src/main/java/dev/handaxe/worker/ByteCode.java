package dev.handaxe.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * GraalPy's byte-code of one source, made ahead so that no import parses it.
 *
 * <p>Immutable.
 */
final class ByteCode {
    /** A pair: whether Python's own library has a module of a name, and the compiler. */
    static final Source SCRIPT = TrustedPython.source("compile.py");

    /** Larger ones are of tables; byte-code takes up to thirty times the room of its source. */
    private static final int MAX_BYTES = 1 << 20;

    private final Path place;
    private final byte[] bytes;

    private ByteCode(Path place, byte[] bytes) {
        this.place = place;
        this.bytes = bytes;
    }

    /**
     * That of a file; empty if it cannot be compiled, or would be too large.
     *
     * @param compile the second value of {@link #SCRIPT}
     * @param place where the guest finds the source
     */
    static Optional<ByteCode> of(Value compile, Path source, String place) throws IOException {
        Value made;
        try {
            // ISO 8859-1 keeps each byte; Python decodes as the source itself says.
            made = compile.execute(Files.readString(source, StandardCharsets.ISO_8859_1), place);
        } catch (PolyglotException e) {
            if (e.isGuestException() && !e.isResourceExhausted()) {
                return Optional.empty(); // whoever imports it meets the same error
            }
            throw e;
        }
        Value code = made.getArrayElement(1);
        int size = Math.toIntExact(code.getBufferSize());
        if (size > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[size];
        code.readBuffer(0, bytes, 0, size);
        return Optional.of(new ByteCode(Path.of(made.getArrayElement(0).asString()), bytes));
    }

    /** Where the guest's import system looks for it. */
    Path place() {
        return place;
    }

    /** Writes it there, with the folders that are missing. */
    void writeTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
