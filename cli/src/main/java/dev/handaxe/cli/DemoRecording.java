package dev.handaxe.cli;

import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.optimizer.ModelGateway;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The recorded model calls of the demo, which ship beside its tasks. */
final class DemoRecording {
    private static final String RESOURCE = "demo/recording.jsonl";

    private DemoRecording() {}

    /**
     * A gateway that answers from it.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if this build has no recording
     */
    static ModelGateway replay() {
        return withFile(ModelGateway::replay);
    }

    /** The settings it was recorded with. */
    static Map<String, String> settings() {
        return withFile(ModelGateway::recordedSettings);
    }

    /** Recordings are read as a whole, so the file is needed for that moment only. */
    private static <T> T withFile(Function<Path, T> use) {
        try (InputStream recording = open()) {
            if (recording == null) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "this build ships no recording of the demo: give --model, such as openai:MODEL");
            }
            Path folder = Files.createTempDirectory("handaxe-demo");
            Path file = folder.resolve("recording.jsonl");
            try {
                Files.copy(recording, file, StandardCopyOption.REPLACE_EXISTING);
                return use.apply(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "the demo's recording: " + e.getMessage(), e);
        }
    }

    private static @Nullable InputStream open() throws IOException {
        InputStream plain = DataSets.class.getResourceAsStream(RESOURCE);
        if (plain != null) {
            return plain;
        }
        InputStream packed = DataSets.class.getResourceAsStream(RESOURCE + ".gz");
        return packed == null ? null : new GZIPInputStream(packed);
    }
}
