package dev.handaxe.cli;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files as a whole: a reader sees the old one or the new one, never a part. */
final class WholeFile {
    private WholeFile() {}

    /**
     * Writes it, and the folders that it is in.
     *
     * @throws HandaxeException with {@link Code#IO}
     */
    static void write(Path file, String text) {
        Path draft =
                file.resolveSibling(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try {
                Files.writeString(draft, text, StandardCharsets.UTF_8);
                Files.move(
                        draft,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, file + " cannot be written: " + e, e);
        }
    }
}
