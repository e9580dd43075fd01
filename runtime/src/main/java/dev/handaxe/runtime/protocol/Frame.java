package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.LimitName;
import java.util.Arrays;

/**
 * One message between supervisor and worker. Ids are given by the supervisor and never repeat
 * within a worker; a frame with another id than the current call's is late and is dropped.
 *
 * <p>Immutable.
 */
public sealed interface Frame {

    /** Bytes of output that one {@link Output} frame may carry. */
    int MAX_OUTPUT_CHUNK = 32 * 1024;

    /** Worker to supervisor, once: it can take a call. */
    record Ready() implements Frame {}

    /** Supervisor to worker: run this. */
    record Call(long id, CallRequest request) implements Frame {}

    /** Worker to supervisor: guest code begins now, its time counts from here. */
    record Started(long id) implements Frame {}

    /** Worker to supervisor: what the guest wrote. */
    @SuppressWarnings("ArrayRecordComponent") // made by the codec for one reader, never kept
    record Output(long id, boolean error, byte[] bytes) implements Frame {
        @Override
        public boolean equals(Object other) {
            return other instanceof Output that
                    && id == that.id
                    && error == that.error
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id) ^ Arrays.hashCode(bytes);
        }
    }

    /** Worker to supervisor: the guest crossed a limit and is being interrupted. */
    record Stopping(long id, LimitName limit, long used) implements Frame {}

    /** Worker to supervisor: the call ended inside the worker. */
    record Finished(long id, GuestResult result, Usage usage) implements Frame {}

    /**
     * What the worker measured.
     *
     * @param initNanos before guest code began
     * @param cpuNanos of the guest's thread
     * @param allocatedBytes by the guest's thread
     * @param retire whether this worker asks to be replaced
     */
    record Usage(long initNanos, long cpuNanos, long allocatedBytes, boolean retire) {}
}
