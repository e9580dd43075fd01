package dev.handaxe.worker;

import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.internal.WorkerImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A host program with one broken worker, for tests that kill it. It ends when its standard input
 * does.
 */
public final class SupervisorMain {
    private SupervisorMain() {}

    /** With the use of bubblewrap as its argument. */
    public static void main(String[] arguments) throws IOException {
        try (BrokenWorker worker = new BrokenWorker(BubblewrapUse.parse(arguments[0]))) {
            worker.attempt("environment");
            System.out.println("ready");
            System.in.read();
        }
    }

    /** Starts it; its temporary files go to that folder. */
    static Process start(String use, Path temporary) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + temporary,
                        "-D"
                                + WorkerImage.HOME_PROPERTY
                                + "="
                                + System.getProperty(WorkerImage.HOME_PROPERTY),
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        SupervisorMain.class.getName(),
                        use)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
