package dev.handaxe.worker;

import dev.handaxe.runtime.protocol.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What the guest wrote, up to a bound that stdout and stderr share. Beyond it bytes are counted and
 * dropped; the watch sees that and stops the guest. Thread-safe.
 */
final class GuestOutput {
    private final Pending stdout = new Pending();
    private final Pending stderr = new Pending();
    private volatile long allowed = Long.MAX_VALUE;
    private volatile long written;
    private boolean open = true;

    OutputStream stdout() {
        return stdout;
    }

    OutputStream stderr() {
        return stderr;
    }

    /** Starts counting from zero against that bound, and forgets what preparation wrote. */
    synchronized void begin(long allowedBytes) {
        allowed = allowedBytes;
        open = true;
        written = 0;
        stdout.reset();
        stderr.reset();
    }

    /**
     * Takes nothing more: a guest that is being stopped writes nothing, and what GraalPy writes for
     * the other threads that it stops names its own classes.
     */
    synchronized void end() {
        open = false;
    }

    /** Bytes the guest has tried to write. */
    long written() {
        return written;
    }

    /** Hands what has come since the last time to the sink, in frames of bounded size. */
    void drain(long id, FrameSink sink) throws IOException {
        stdout.drain(id, false, sink);
        stderr.drain(id, true, sink);
    }

    /** Where frames go. */
    @FunctionalInterface
    interface FrameSink {
        void send(Frame frame) throws IOException;
    }

    private final class Pending extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            synchronized (GuestOutput.this) {
                if (!open) {
                    return;
                }
                long room = Math.max(0, allowed - written);
                written += length;
                bytes.write(source, offset, (int) Math.min(room, length));
            }
        }

        private void reset() {
            bytes.reset();
        }

        private void drain(long id, boolean error, FrameSink sink) throws IOException {
            byte[] taken;
            synchronized (GuestOutput.this) {
                taken = bytes.toByteArray();
                bytes.reset();
            }
            for (int from = 0; from < taken.length; from += Frame.MAX_OUTPUT_CHUNK) {
                int to = Math.min(taken.length, from + Frame.MAX_OUTPUT_CHUNK);
                sink.send(new Frame.Output(id, error, Arrays.copyOfRange(taken, from, to)));
            }
        }
    }
}
