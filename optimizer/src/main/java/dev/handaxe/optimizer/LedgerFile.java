package dev.handaxe.optimizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is appended to, forced to the disk and read back. Threads that wait for
 * their lines to be on the disk share one force: while it goes on, the lines of others gather for
 * the next.
 *
 * <p>Thread-safe. Whoever opens it closes it.
 */
final class LedgerFile implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    // not a channel: an interrupt would close that, and lose an answer that was paid for
    private final RandomAccessFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forceEnded = lock.newCondition();
    private long length;
    private long forced;
    private boolean forcing;
    private @Nullable IOException broken;

    /** Where a line lies, its line end left out. */
    record Slice(long start, int length) {}

    /** Takes a line of a file. */
    @FunctionalInterface
    interface LineReader {
        /**
         * One line.
         *
         * @param number from 1
         */
        void line(String text, int number, Slice where);
    }

    private LedgerFile(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens the file, or starts it; nobody else can have it open for appending then.
     *
     * @return null if another has it
     */
    static @Nullable LedgerFile open(Path path) throws IOException {
        boolean isNew = !Files.exists(path);
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.getChannel().tryLock() != null) {
                if (isNew) {
                    forceFolderOf(path);
                }
                return new LedgerFile(file);
            }
        } catch (OverlappingFileLockException e) {
            // this process has it
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        return null;
    }

    /** Reads the lines that are whole; what follows the last line end was cut by a kill. */
    static long read(Path path, LineReader reader) throws IOException {
        var line = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        long start = 0;
        int number = 0;
        try (InputStream in = Files.newInputStream(path)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                int from = 0;
                for (int at = 0; at < count; at++) {
                    if (chunk[at] == '\n') {
                        line.write(chunk, from, at - from);
                        from = at + 1;
                        number++;
                        var where = new Slice(start, line.size());
                        reader.line(line.toString(StandardCharsets.UTF_8), number, where);
                        start += line.size() + 1L;
                        line.reset();
                    }
                }
                line.write(chunk, from, count - from);
            }
        }
        return start;
    }

    /** Cuts the file off there, where appending goes on. */
    void cut(long at) throws IOException {
        lock.lock();
        try {
            file.setLength(at);
            length = at;
            forced = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Appends a line: it survives a kill of the process, and after {@link #force} of the host. */
    Slice append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (broken != null) {
                throw broken;
            }
            var slice = new Slice(length, bytes.length - 1);
            file.seek(length);
            file.write(bytes);
            length += bytes.length;
            return slice;
        } catch (IOException e) {
            broken = e; // half a line may be there: nothing may follow it
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when all that was appended is on the disk. */
    void force() throws IOException {
        lock.lock();
        try {
            long wanted = length;
            while (forced < wanted) {
                if (forcing) {
                    forceEnded.awaitUninterruptibly();
                } else {
                    forceUnlocked();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forceUnlocked() throws IOException {
        long reached = length;
        forcing = true;
        lock.unlock();
        boolean done = false;
        try {
            file.getFD().sync();
            done = true;
        } finally {
            lock.lock();
            forcing = false;
            forced = done ? reached : forced;
            forceEnded.signalAll();
        }
    }

    /** A line that was appended or read. */
    String line(Slice where) throws IOException {
        byte[] bytes = new byte[where.length()];
        lock.lock();
        try {
            file.seek(where.start());
            file.readFully(bytes);
        } finally {
            lock.unlock();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Makes a new or renamed file of that folder last; hosts that cannot are left alone. */
    static void forceFolderOf(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // not every file system opens a folder
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
