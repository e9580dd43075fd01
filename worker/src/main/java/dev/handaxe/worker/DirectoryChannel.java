package dev.handaxe.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open folder: Linux lets programs open one to name it by its descriptor, as {@code
 * shutil.rmtree} does, but not read it. Thread-safe.
 */
final class DirectoryChannel implements SeekableByteChannel {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable whenClosed;

    DirectoryChannel(Runnable whenClosed) {
        this.whenClosed = whenClosed;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        throw new FileSystemException(null, null, "Is a directory");
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public SeekableByteChannel position(long position) {
        return this;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            whenClosed.run();
        }
    }
}
