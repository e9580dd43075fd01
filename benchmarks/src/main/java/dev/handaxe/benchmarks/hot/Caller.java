package dev.handaxe.benchmarks.hot;

/** Calls one program again and again in one place. Whoever made it closes it. */
interface Caller extends AutoCloseable {
    /** Calls it once; the result as JSON. */
    String call();

    @Override
    void close();
}
