package dev.handaxe.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Kills and stops workers of this process at random, and makes starts fail, until it is ended.
 * Ending undoes what can be undone. Used by one thread; the damage is done by its own.
 */
final class Gremlin {
    private final UnreliableStart start;
    private final Duration pause;
    private final Random random;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("gremlin").unstarted(this::run);
    private int killed;
    private int stopped;
    private int failed;

    /** Does one thing after the other with pauses around that. */
    Gremlin(UnreliableStart start, Duration pause, long seed) {
        this.start = start;
        this.pause = pause;
        random = new Random(seed);
    }

    void start() {
        thread.start();
    }

    /** What was done; to be read when it is ended. */
    String deeds() {
        return killed + " killed, " + stopped + " stopped, " + failed + " times starts failed";
    }

    int killed() {
        return killed;
    }

    private void run() {
        try {
            while (!over.await(random.nextLong(2 * pause.toMillis()), TimeUnit.MILLISECONDS)) {
                // a bubblewrap killed in its first moments leaves a process of its own behind
                List<ProcessHandle> workers = LiveWorkers.started();
                int deed = random.nextInt(10);
                if (deed == 0) {
                    start.fails(true);
                    over.await(random.nextInt(250), TimeUnit.MILLISECONDS);
                    start.fails(false);
                    failed++;
                } else if (!workers.isEmpty()) {
                    harm(workers.get(random.nextInt(workers.size())), deed <= 6);
                }
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void harm(ProcessHandle worker, boolean kill) throws InterruptedException, IOException {
        if (kill) {
            worker.destroyForcibly();
            killed++;
            return;
        }
        signal("-STOP", worker);
        stopped++;
        if (random.nextInt(4) > 0) { // every fourth stays stopped
            over.await(random.nextInt(400), TimeUnit.MILLISECONDS);
            signal("-CONT", worker);
        }
    }

    private static void signal(String signal, ProcessHandle worker)
            throws IOException, InterruptedException {
        new ProcessBuilder("/bin/kill", signal, Long.toString(worker.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Stops it, and waits for that. */
    void end() throws InterruptedException, IOException {
        over.countDown();
        thread.join();
        start.fails(false);
    }
}
