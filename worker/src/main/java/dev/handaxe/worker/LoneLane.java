package dev.handaxe.worker;

import dev.handaxe.runtime.protocol.CallRequest;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A lane in this process, without a supervisor that keeps the time: for the build's warm-up, and to
 * test what a lane does. Confined to one thread; ends with the process.
 */
final class LoneLane {
    private final Lane lane;
    private final PipedInputStream frames = new PipedInputStream(Frame.MAX_OUTPUT_CHUNK);
    private long id;

    LoneLane(ContextNursery nursery) throws IOException {
        lane = new Lane(nursery, new PipedOutputStream(frames));
        Thread thread = new Thread(this::runCalls, "lane");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a call; all frames that came of it, the last of which is {@link Frame.Finished}. */
    List<Frame> run(CallRequest request) throws IOException {
        lane.take(new Frame.Call(++id, request));
        List<Frame> seen = new ArrayList<>();
        while (seen.isEmpty() || !(seen.getLast() instanceof Frame.Finished)) {
            Optional<Frame> next = FrameStream.read(frames, FrameStream.MAX_FRAME_BYTES);
            seen.add(next.orElseThrow());
        }
        return seen;
    }

    private void runCalls() {
        try {
            lane.run();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
