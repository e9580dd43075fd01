package dev.handaxe.worker;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Names that a guest may give to files: those that can be carried out of the sandbox. Thread-safe.
 */
final class GuestNames {
    private static final int MAX_PART_BYTES = 255;
    private static final int MAX_PATH_BYTES = 1024;

    private GuestNames() {}

    /**
     * Passes if a file may have that path.
     *
     * @throws FileSystemException which the guest sees as {@code ENAMETOOLONG} or {@code EINVAL}
     */
    static void check(Path path) throws FileSystemException {
        String text = path.toString();
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new FileSystemException(text, null, "Invalid argument");
        }
        boolean tooLong = bytes(text) > MAX_PATH_BYTES;
        for (Path part : path) {
            tooLong |= bytes(part.toString()) > MAX_PART_BYTES;
        }
        if (tooLong) {
            throw new FileSystemException(text, null, "File name too long");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
