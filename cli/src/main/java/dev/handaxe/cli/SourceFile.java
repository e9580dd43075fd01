package dev.handaxe.cli;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Text that the command line names: a file, or stdin as {@code -}. UTF-8, bounded. */
final class SourceFile {
    /** No policy allows more. */
    static final int MAX_BYTES = (int) LimitName.SOURCE_BYTES.max();

    private SourceFile() {}

    /**
     * The text of that file, without a byte order mark.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} in one line that names the file
     */
    static String read(String name, InputStream stdin) {
        byte[] bytes = "-".equals(name) ? bytes("stdin", stdin) : bytes(name);
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw invalid(name, "is not UTF-8 text", e);
        }
    }

    private static byte[] bytes(String name) {
        try {
            Path file = Path.of(name);
            if (!Files.exists(file)) {
                throw new HandaxeException(Code.INVALID_INPUT, name + ": there is no such file");
            }
            if (Files.isDirectory(file)) {
                throw new HandaxeException(
                        Code.INVALID_INPUT, name + ": is a folder; a file is expected");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return bytes(name, in);
            }
        } catch (IOException | InvalidPathException e) {
            throw invalid(name, "cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static byte[] bytes(String name, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        name + ": is larger than any policy allows (" + MAX_BYTES + " bytes)");
            }
            return bytes;
        } catch (IOException e) {
            throw invalid(name, "cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static HandaxeException invalid(String name, String what, Exception cause) {
        return new HandaxeException(Code.INVALID_INPUT, name + ": " + what, cause);
    }
}
