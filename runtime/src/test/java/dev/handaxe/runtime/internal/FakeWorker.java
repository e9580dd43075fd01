package dev.handaxe.runtime.internal;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyBytes;
import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import dev.handaxe.runtime.protocol.GuestResult;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The main of a worker process that somebody has taken over: it speaks the protocol, and then does
 * what no worker would.
 */
final class FakeWorker {
    static final PythonValue TRUTH = PythonValue.of(42);
    static final PythonValue FORGED = PythonValue.of(666);
    private static final Frame.Usage USAGE = new Frame.Usage(1, 1, 1, false);

    private final Way way;
    private final InputStream in = new FileInputStream(FileDescriptor.in);
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    private FakeWorker(Way way) {
        this.way = way;
    }

    /** What it does. */
    enum Way {
        HONEST,
        NEVER_READY,
        GARBAGE_INSTEAD_OF_READY,
        READY_TWICE,
        GARBAGE,
        OVERSIZE,
        LARGER_THAN_ALLOWED,
        TRUNCATED,
        STARTED_TWICE,
        FINISHED_FOR_ANOTHER,
        FINISHED_BEFORE_STARTED,
        FINISHED_TWICE,
        FORGES_THE_NEXT_ANSWER,
        FLOODS_OUTPUT,
        FLOODS_OUTPUT_OF_ANOTHER,
        FLOODS_RESULTS,
        ANSWERS_LATE,
        READS_NOTHING,
        STOPS_BEFORE_READING,
        STOPS_AFTER_STARTED,
        CLOSES_ITS_OUTPUT,
        FORGES_A_LIMIT,
        FORGES_NEGATIVE_USAGE,
        CALLS_THE_HOST_UNASKED,
        SENDS_A_CALL,
        DIES_SHOUTING
    }

    public static void main(String[] arguments) throws Exception {
        new FakeWorker(Way.valueOf(arguments[0])).run();
    }

    private void run() throws Exception {
        switch (way) {
            case NEVER_READY -> sleep();
            case GARBAGE_INSTEAD_OF_READY -> garbage();
            case READY_TWICE -> {
                send(new Frame.Ready());
                send(new Frame.Ready());
            }
            default -> send(new Frame.Ready());
        }
        if (way == Way.READS_NOTHING) {
            sleep();
        }
        if (way == Way.STOPS_BEFORE_READING) {
            stopMyself();
        }
        while (FrameStream.read(in, FrameStream.MAX_FRAME_BYTES).orElse(null)
                instanceof Frame.Call call) {
            send(new Frame.Accepted(call.id()));
            if (way == Way.FINISHED_BEFORE_STARTED) {
                send(finished(call.id(), FORGED));
                sleep();
            }
            if (way == Way.SENDS_A_CALL) {
                send(call);
                sleep();
            }
            send(new Frame.Started(call.id()));
            misbehave(call.id());
            send(finished(call.id(), TRUTH));
            afterwards(call.id());
        }
    }

    private void misbehave(long id) throws Exception {
        switch (way) {
            case GARBAGE -> garbage();
            case OVERSIZE -> raw(0x7F, 0xFF, 0xFF, 0xFF, 1);
            case LARGER_THAN_ALLOWED -> raw(4, 0, 0, 0, 6);
            case TRUNCATED -> {
                raw(0, 0, 1, 0, 6, 0);
                sleep();
            }
            case STARTED_TWICE -> send(new Frame.Started(id));
            case FINISHED_FOR_ANOTHER -> {
                send(finished(id + 1, FORGED));
                sleep();
            }
            case FLOODS_OUTPUT -> flood(id);
            case FLOODS_OUTPUT_OF_ANOTHER -> flood(id + 7);
            case ANSWERS_LATE -> Thread.sleep(3_000);
            case STOPS_AFTER_STARTED -> stopMyself();
            case CLOSES_ITS_OUTPUT -> {
                out.close();
                sleep();
            }
            case FORGES_A_LIMIT -> send(new Frame.Stopping(id, LimitName.HEAP_BYTES, 3));
            case FORGES_NEGATIVE_USAGE ->
                    send(
                            new Frame.Finished(
                                    id,
                                    new GuestResult.Value(FORGED, false),
                                    new Frame.Usage(-1, -1, -1, false)));
            case CALLS_THE_HOST_UNASKED ->
                    send(new Frame.HostCall(id, 1, "open", List.of(TRUTH), Map.of()));
            case DIES_SHOUTING -> {
                System.err.print("\u001b[2J\u0007".repeat(1 << 20));
                Runtime.getRuntime().halt(3);
            }
            default -> {
                // misbehaves at another time
            }
        }
    }

    private void afterwards(long id) throws IOException {
        switch (way) {
            case FINISHED_TWICE -> send(finished(id, FORGED));
            case FORGES_THE_NEXT_ANSWER -> {
                send(new Frame.Accepted(id + 1));
                send(new Frame.Started(id + 1));
                send(finished(id + 1, FORGED));
            }
            case FLOODS_RESULTS -> {
                while (true) {
                    send(finished(id, new PyBytes(new byte[900_000])));
                }
            }
            default -> {
                // has misbehaved before
            }
        }
    }

    private void flood(long id) throws IOException {
        while (true) {
            send(new Frame.Output(id, false, new byte[Frame.MAX_OUTPUT_CHUNK]));
        }
    }

    private static Frame finished(long id, PythonValue value) {
        return new Frame.Finished(id, new GuestResult.Value(value, false), USAGE);
    }

    private void garbage() throws IOException {
        byte[] bytes = new byte[4096];
        new Random(3).nextBytes(bytes);
        raw(0, 0, 16, 0); // an honest length, so that what follows is decoded
        out.write(bytes);
    }

    private void raw(int... bytes) throws IOException {
        for (int b : bytes) {
            out.write(b);
        }
    }

    private void send(Frame frame) throws IOException {
        FrameStream.write(out, frame);
    }

    private static void stopMyself() throws Exception {
        long me = ProcessHandle.current().pid();
        new ProcessBuilder("/bin/kill", "-STOP", Long.toString(me)).start().waitFor();
        sleep();
    }

    /** For ever: whoever started this has to end it. */
    private static void sleep() throws InterruptedException {
        Thread.sleep(Duration.ofDays(1));
    }
}
