package dev.handaxe.worker;

import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes, files and open channels of one guest's folder against the policy, and refuses
 * what would be too much with the reasons by which GraalPy knows {@code ENOSPC} and {@code EMFILE}.
 * Thread-safe.
 */
final class FolderQuota {
    private static final String NO_SPACE = "No space left on device";
    private static final String TOO_MANY_OPEN = "Too many open files";

    private final Limits limits;
    private long bytes;
    private long files;
    private long open;
    private @Nullable Exceeded exceeded;

    FolderQuota(Limits limits) {
        this.limits = limits;
    }

    /** A limit that was asked to give more than it has, and how much that would have been. */
    record Exceeded(LimitName limit, long used) {
        /** Whether an error with that message is how the guest was told. */
        boolean toldBy(String message) {
            return message.startsWith(limit == LimitName.OPEN_FILES ? "[Errno 24]" : "[Errno 28]");
        }
    }

    /** What was refused last. */
    synchronized Optional<Exceeded> exceeded() {
        return Optional.ofNullable(exceeded);
    }

    /** One more open channel. */
    synchronized void open(String path) throws FileSystemException {
        open = spend(LimitName.OPEN_FILES, open, 1, path);
    }

    synchronized void closed() {
        open--;
    }

    /** One more file or folder. */
    synchronized void create(String path) throws FileSystemException {
        files = spend(LimitName.FOLDER_FILES, files, 1, path);
    }

    synchronized void removed() {
        files--;
    }

    /** That many more bytes; a negative number gives some back. */
    synchronized void grow(long more, String path) throws FileSystemException {
        bytes = more <= 0 ? bytes + more : spend(LimitName.FOLDER_BYTES, bytes, more, path);
    }

    synchronized void free(long fewer) {
        bytes -= fewer;
    }

    private long spend(LimitName limit, long used, long more, String path)
            throws FileSystemException {
        long wanted = used > Long.MAX_VALUE - more ? Long.MAX_VALUE : used + more;
        if (wanted > limits.get(limit)) {
            exceeded = new Exceeded(limit, wanted);
            throw new FileSystemException(
                    path, null, limit == LimitName.OPEN_FILES ? TOO_MANY_OPEN : NO_SPACE);
        }
        return wanted;
    }
}
