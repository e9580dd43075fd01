package dev.handaxe.runtime.protocol;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Frames on a byte stream: four bytes of length, then the frame. */
public final class FrameStream {
    /**
     * The largest frame either side takes: five times the largest result, the largest folder, and
     * their wrapping. What a call may send is bounded by its own policy.
     */
    public static final int MAX_FRAME_BYTES = 1600 << 20;

    private FrameStream() {}

    /**
     * Writes and flushes one frame. The caller sees to it that only one thread writes.
     *
     * @throws IOException if the peer is gone
     */
    public static void write(OutputStream out, Frame frame) throws IOException {
        framed(frame).writeTo(out);
        out.flush();
    }

    /**
     * The frame as it goes over the stream, length and body.
     *
     * @throws ProtocolException if the peer would not take one that large
     */
    public static byte[] message(Frame frame) throws ProtocolException {
        return framed(frame).toByteArray();
    }

    private static ValueWriter framed(Frame frame) throws ProtocolException {
        ValueWriter out = new ValueWriter();
        out.i32(0);
        FrameCodec.write(out, frame);
        int length = out.size() - 4;
        if (length > MAX_FRAME_BYTES) {
            throw new ProtocolException("a frame of " + length + " bytes is too large");
        }
        out.i32AtStart(length);
        return out;
    }

    /**
     * Reads one frame; empty at a clean end of the stream.
     *
     * @param maxBytes the largest frame taken now
     * @throws ProtocolException if the frame is larger or malformed
     * @throws EOFException if the stream ends inside a frame
     */
    public static Optional<Frame> read(InputStream in, int maxBytes) throws IOException {
        Optional<byte[]> body = readBody(in, () -> maxBytes);
        return body.isPresent() ? Optional.of(FrameCodec.decode(body.get())) : Optional.empty();
    }

    /**
     * Reads the bytes of one frame; empty at a clean end of the stream.
     *
     * @param maxBytes the largest frame taken, asked for once the length is there
     * @throws ProtocolException if the frame is larger
     * @throws EOFException if the stream ends inside a frame
     */
    public static Optional<byte[]> readBody(InputStream in, IntSupplier maxBytes)
            throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        DataInputStream data = new DataInputStream(in);
        int length = (first << 24) | (data.readUnsignedByte() << 16) | data.readUnsignedShort();
        int most = maxBytes.getAsInt();
        if (length < 1 || length > most) {
            throw new ProtocolException("a frame of " + length + " bytes, at most " + most);
        }
        // Grows with what arrives, so a forged length cannot make this side allocate it.
        byte[] body = data.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the stream ends inside a frame");
        }
        return Optional.of(body);
    }
}
