package dev.handaxe.runtime.protocol;

import dev.handaxe.policy.LimitName;
import dev.handaxe.runtime.GuestFile;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One message between supervisor and worker. Ids are given by the supervisor, at random; a frame
 * with another id than the current call's is late and is dropped.
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

    /** Worker to supervisor: the call was read; said at once, so that a hung worker is noticed. */
    record Accepted(long id) implements Frame {}

    /**
     * Worker to supervisor: guest code begins now, its time counts from here. Neither this nor
     * {@link Accepted} is said of a call that {@linkplain CallSettings#beginsOnArrival begins on
     * arrival}.
     */
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

    /**
     * Worker to supervisor: the guest calls a function of the host and waits for the reply.
     *
     * @param number counts the host calls of one call, from 1
     */
    record HostCall(
            long id,
            long number,
            String function,
            List<PythonValue> positional,
            Map<String, PythonValue> named)
            implements Frame {}

    /** Supervisor to worker: what the host function answered. */
    record HostReply(long id, long number, HostAnswer answer) implements Frame {}

    /** Worker to supervisor: the call ended inside the worker. */
    record Finished(long id, GuestResult result, Usage usage, Remains remains) implements Frame {
        /** A call that left nothing but its result. */
        public Finished(long id, GuestResult result, Usage usage) {
            this(id, result, usage, Remains.NOTHING);
        }
    }

    /** What a host function answered. */
    sealed interface HostAnswer {
        /** A value. */
        record Value(PythonValue value) implements HostAnswer {}

        /** An exception to raise in the guest: a builtin's name, and its message. */
        record Fault(String type, String message) implements HostAnswer {}
    }

    /**
     * What a call left besides its result.
     *
     * @param trace what was recorded, if it was asked for
     * @param files that the guest left in its folder
     * @param stateKept whether the call's context is kept for the next call of its session
     */
    record Remains(Optional<Trace> trace, List<GuestFile> files, boolean stateKept) {
        /** Nothing at all. */
        public static final Remains NOTHING = new Remains(Optional.empty(), List.of(), false);

        /** Copies. */
        public Remains {
            files = List.copyOf(files);
        }
    }

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
