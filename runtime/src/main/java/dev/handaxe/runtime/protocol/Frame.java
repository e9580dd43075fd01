package dev.handaxe.runtime.protocol;

/** One message between supervisor and worker. */
public sealed interface Frame {
    /** The worker is ready for a call. */
    record Ready() implements Frame {}
}
