package dev.handaxe.worker;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part of what a guest sees as files. Paths are absolute and normal; who calls has seen to it
 * that they are {@link #covers covered}. Thread-safe.
 */
interface ReadableFiles {
    /** Whether there is such a place for the guest, whatever is there. */
    boolean covers(Path path);

    /** Whether something is there. */
    boolean exists(Path path);

    /** Whether something can be written there, or created in it. */
    boolean mayWrite(Path path);

    /**
     * Opens a file, or a folder to be named by its descriptor.
     *
     * @throws NoSuchFileException if nothing is there
     */
    SeekableByteChannel open(Path path, Set<? extends OpenOption> options) throws IOException;

    /**
     * The names in a folder, in order.
     *
     * @throws NotDirectoryException if it is none
     */
    List<String> names(Path path) throws IOException;

    /**
     * The attributes of a place, as the JDK's own Unix file system has them.
     *
     * @param wanted as for {@link java.nio.file.Files#readAttributes(Path, String, LinkOption...)}
     * @throws NoSuchFileException if nothing is there
     */
    Map<String, Object> attributes(Path path, String wanted, LinkOption... options)
            throws IOException;
}
