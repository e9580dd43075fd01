package dev.handaxe.worker;

import dev.handaxe.runtime.protocol.Frame;
import dev.handaxe.runtime.protocol.FrameStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * A worker process: one lane that runs one call at a time. Frames come in on the raw standard input
 * and go out on the raw standard output; the three standard streams are replaced before any guest
 * code, so neither guest code nor a library can reach them. The main thread reads frames and runs
 * no guest: when the supervisor is gone, the process ends at once, whatever the guest does.
 */
public final class WorkerMain {
    /** Exit status after an OutOfMemoryError outside of guest code. */
    static final int OUT_OF_MEMORY = 77;

    private static final int BROKEN = 78;

    /** The packages cannot be imported or compiled; the standard error says why in one line. */
    private static final int PACKAGES = 76;

    private static final String COMPILE = "--compile=";

    private WorkerMain() {}

    /**
     * Runs until the supervisor closes the pipe, with contexts prepared as {@link
     * Preparation#parse} reads. With {@code --prepare} only until warm; with {@code
     * --compile=NAME=FOLDER} it compiles that package.
     */
    public static void main(String[] arguments) {
        // The JVM's own complaints go to the raw standard error, which the supervisor drains.
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> die(fault));
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setIn(InputStream.nullInputStream());
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false));
        try {
            if (arguments.length == 1 && arguments[0].equals("--prepare")) {
                LibraryCompiler.compile();
                WarmUp.run();
                Runtime.getRuntime().exit(0);
            }
            if (arguments.length == 1 && arguments[0].startsWith(COMPILE)) {
                PackageCompiler.compile(
                        PackageFiles.Mounted.parse(arguments[0].substring(COMPILE.length())));
                Runtime.getRuntime().halt(0);
            }
            serve(in, out, Preparation.parse(arguments));
        } catch (Throwable fault) {
            die(fault);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void serve(InputStream in, OutputStream out, Preparation ahead)
            throws Exception {
        if (ahead.restored()) {
            // GraalPy's timers would call what a guest registered while another one runs
            System.setProperty("python.AutomaticAsyncActions", "false");
        }
        try (ContextNursery nursery = new ContextNursery(ahead)) {
            Lane lane = new Lane(nursery, out);
            nursery.awaitFirst();
            FrameStream.write(out, new Frame.Ready());
            Thread worker =
                    new Thread(
                            () -> {
                                try {
                                    lane.run();
                                } catch (Throwable fault) {
                                    die(fault);
                                }
                            },
                            "lane");
            worker.setDaemon(true);
            worker.start();
            while (true) {
                Optional<Frame> frame = FrameStream.read(in, FrameStream.MAX_FRAME_BYTES);
                if (frame.isEmpty()) {
                    Runtime.getRuntime().halt(0);
                }
                if (frame.get() instanceof Frame.Call call) {
                    lane.take(call);
                } else if (frame.get() instanceof Frame.HostReply reply) {
                    lane.answered(reply);
                }
            }
        }
    }

    /** Ends the process; a supervisor learns the kind of fault from the exit status. */
    private static void die(Throwable fault) {
        if (fault instanceof PackageImports.Failure failure) {
            try (PrintStream error = new PrintStream(new FileOutputStream(FileDescriptor.err))) {
                error.println(failure.getMessage());
            }
            Runtime.getRuntime().halt(PACKAGES);
        }
        if (!(fault instanceof OutOfMemoryError)) {
            try (PrintStream error = new PrintStream(new FileOutputStream(FileDescriptor.err))) {
                fault.printStackTrace(error);
            }
        }
        Runtime.getRuntime().halt(fault instanceof OutOfMemoryError ? OUT_OF_MEMORY : BROKEN);
    }
}
