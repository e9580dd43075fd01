package dev.handaxe.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Source;

/** The Python files that lie beside these classes, and run before any guest code. No state. */
final class TrustedPython {
    private TrustedPython() {}

    /** One of them; kept by whoever runs it in many contexts, so that an engine parses it once. */
    static Source source(String file) {
        try (InputStream in = TrustedPython.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not packaged");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("python", text, "<" + file + ">").buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
