package dev.handaxe.worker;

import dev.handaxe.worker.GuestFolder.FileUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** An open file of the guest's folder, which pays for its bytes before it has them. Thread-safe. */
final class FolderChannel implements SeekableByteChannel {
    private final GuestFolder folder;
    private final SeekableByteChannel channel;
    private final FileUse use;
    private final String name;
    private final boolean append;
    private boolean closed;

    FolderChannel(
            GuestFolder folder,
            SeekableByteChannel channel,
            FileUse use,
            String name,
            boolean append) {
        this.folder = folder;
        this.channel = channel;
        this.use = use;
        this.name = name;
        this.append = append;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        synchronized (folder) {
            if (source.hasRemaining()) {
                long size = channel.size();
                if (append) {
                    channel.position(size);
                }
                long end = channel.position() + source.remaining();
                folder.resize(use, Math.max(size, end), name);
            }
            return channel.write(source);
        }
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        synchronized (folder) { // not while another thread is charged for where it writes
            channel.position(position);
        }
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        synchronized (folder) {
            channel.truncate(size);
            folder.resize(use, channel.size(), name);
        }
        return this;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        synchronized (folder) {
            if (!closed) {
                closed = true;
                folder.closed(use);
            }
        }
        channel.close();
    }
}
