package dev.handaxe.worker;

import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import dev.handaxe.runtime.protocol.GuestResult;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A worker whose language sandbox is broken: it speaks the protocol of a worker, and runs what it
 * is asked for in Java, with native calls. Its "programs" are lines of words, see {@link Escapes}.
 * It does not end when its supervisor goes: only the operating system can see to that.
 */
public final class EscapeMain {
    private EscapeMain() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        FrameStream.write(out, new Frame.Ready());
        while (true) {
            Optional<Frame> frame = FrameStream.read(in, FrameStream.MAX_FRAME_BYTES);
            if (frame.isEmpty()) {
                Thread.currentThread().join();
            }
            if (frame.orElseThrow() instanceof Frame.Call call) {
                FrameStream.write(out, new Frame.Started(call.id()));
                String line = call.request().target().program().orElseThrow();
                String said = attempt(List.of(line.split("\n")));
                FrameStream.write(
                        out,
                        new Frame.Finished(
                                call.id(),
                                new GuestResult.Value(new PythonValue.PyStr(said), false),
                                new Frame.Usage(0, 0, 0, false)));
            }
        }
    }

    private static String attempt(List<String> words) {
        try {
            return Escapes.attempt(words.getFirst(), words.subList(1, words.size()));
        } catch (Throwable fault) {
            return Escapes.REFUSED + fault;
        }
    }
}
