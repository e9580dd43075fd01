package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recording: a header, then one line per model call, in the order they are answered.
 *
 * <p>Thread-safe. Its gateway closes it.
 */
final class Recorder implements AutoCloseable {
    private final Path file;
    private final ObjectNode header;
    private final Set<String> written = new HashSet<>();
    private @Nullable FileOutputStream out;

    /** Nothing is written before {@link #start}. */
    Recorder(Path file, String note, String model, Map<String, String> settings) {
        this.file = file;
        header =
                Json.object().put("format", Recording.FORMAT).put("note", note).put("model", model);
        ObjectNode node = header.putObject("settings");
        settings.forEach(node::put);
    }

    /**
     * Starts the file. A resumed run writes it anew: its ledger has every call of the sessions
     * before.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the file is there and the run is
     *     new: a recording is never overwritten by another run
     */
    synchronized void start(boolean resumed) {
        if (out != null) {
            return;
        }
        try {
            if (!resumed && Files.exists(file) && Files.size(file) > 0) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        file + ": there is a file already; a recording needs a new one");
            }
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            out = new FileOutputStream(file.toFile());
            write(header);
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
        }
    }

    /** Adds a call, unless its key is there. */
    synchronized void add(String key, ObjectNode call) {
        if (written.add(key)) {
            ObjectNode line = Json.object().put("key", key);
            line.setAll(call);
            write(line);
        }
    }

    private void write(ObjectNode line) {
        if (out == null) {
            throw new IllegalStateException("not started");
        }
        try {
            out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
            }
        }
    }
}
