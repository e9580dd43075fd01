package dev.handaxe.cli;

/**
 * The {@code handaxe} program.
 *
 * <p>Confined to one thread.
 */
public final class Main {
    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.install(Thread.currentThread());
        int exitCode;
        try {
            exitCode = Handaxe.run(Terminal.ofProcess(), arguments);
        } finally {
            interruption.finish();
        }
        if (!interruption.happened()) {
            System.exit(exitCode);
        }
    }
}
