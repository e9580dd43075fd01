package dev.handaxe.runtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What must hold of every decoder for every input: it refuses the bytes, or gives a frame that can
 * be sent on and comes back as it was; and it allocates in proportion to what really arrived.
 */
final class Decoded {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A one-element set takes 6 bytes on the wire and two hash sets while it is read. */
    private static final long ALLOCATED_PER_BYTE = 160;

    private static final long ALLOCATED_AT_LEAST = 64 * 1024;

    private static final int MEASUREMENTS = 5;

    private Decoded() {}

    /** Decodes one frame's body and checks all that must hold; empty if it was refused. */
    static Optional<Frame> check(byte[] body) {
        Optional<Frame> decoded = decode(body);
        assertModest(() -> decode(body), body.length);
        decoded.ifPresent(
                frame -> {
                    byte[] again = FrameCodec.encode(frame);
                    assertThat(decode(again)).contains(frame);
                    assertThat(FrameCodec.encode(decode(again).orElseThrow())).isEqualTo(again);
                });
        return decoded;
    }

    /** Reads frames from a stream of those bytes until its end or the first that is refused. */
    static int checkStream(byte[] stream, int maxBytes) {
        int frames = readAll(stream, maxBytes);
        assertModest(() -> readAll(stream, maxBytes), stream.length);
        return frames;
    }

    private static int readAll(byte[] stream, int maxBytes) {
        InputStream in = new ByteArrayInputStream(stream);
        int frames = 0;
        try {
            while (FrameStream.read(in, maxBytes).isPresent()) {
                frames++;
            }
        } catch (ProtocolException | EOFException e) {
            return frames;
        } catch (IOException e) {
            throw new AssertionError("a stream in memory failed", e);
        }
        return frames;
    }

    private static Optional<Frame> decode(byte[] body) {
        try {
            return Optional.of(FrameCodec.decode(body));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    /** The least of some: loading, compiling and instrumenting classes allocates here as well. */
    private static void assertModest(Runnable again, int arrived) {
        long allowed = ALLOCATED_AT_LEAST + ALLOCATED_PER_BYTE * arrived;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS && least >= allowed; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            again.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes allocated for %d that arrived", arrived).isLessThan(allowed);
    }
}
