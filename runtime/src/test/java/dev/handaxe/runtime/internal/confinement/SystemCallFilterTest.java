package dev.handaxe.runtime.internal.confinement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the filters as the kernel would, on an interpreter of the instructions they use. */
class SystemCallFilterTest {
    private static final int ARM = 0xC00000B7;
    private static final int INTEL = 0xC000003E;
    private static final int ALLOWED = 0x7FFF0000;
    private static final int REFUSED = 0x00050001;
    private static final int UNKNOWN_CALL = 0x00050026;
    private static final int KILLED = 0x80000000;

    private static final long THREAD_FLAGS = 0x3D0F00;
    private static final long PROCESS_FLAGS = 0x1200011;
    private static final long VFORK_FLAGS = 0x4111;

    @ParameterizedTest
    @CsvSource({
        "socket, 41, 198",
        "ptrace, 101, 117",
        "mount, 165, 40",
        "unshare, 272, 97",
        "keyctl, 250, 219",
        "bpf, 321, 280",
        "perf_event_open, 298, 241",
        "io_uring_setup, 425, 425",
        "userfaultfd, 323, 282",
        "fchmodat, 268, 53"
    })
    void dangerousCallsAreRefused(String name, int intel, int arm) {
        assertThat(run(SystemCallFilter.AMD64, INTEL, intel, 0)).as(name).isEqualTo(REFUSED);
        assertThat(run(SystemCallFilter.AARCH64, ARM, arm, 0)).as(name).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "read, 0, 63",
        "write, 1, 64",
        "mmap, 9, 222",
        "futex, 202, 98",
        "execve, 59, 221",
        "openat, 257, 56",
        "getrandom, 318, 278",
        "exit_group, 231, 94"
    })
    void whatAJvmNeedsIsAllowed(String name, int intel, int arm) {
        assertThat(run(SystemCallFilter.AMD64, INTEL, intel, 0)).as(name).isEqualTo(ALLOWED);
        assertThat(run(SystemCallFilter.AARCH64, ARM, arm, 0)).as(name).isEqualTo(ALLOWED);
    }

    @Test
    void threadsAreAllowedAndProcessesAreNot() {
        for (long flags : new long[] {PROCESS_FLAGS, VFORK_FLAGS, 0}) {
            assertThat(run(SystemCallFilter.AMD64, INTEL, 56, flags)).isEqualTo(REFUSED);
            assertThat(run(SystemCallFilter.AARCH64, ARM, 220, flags)).isEqualTo(REFUSED);
        }
        assertThat(run(SystemCallFilter.AMD64, INTEL, 56, THREAD_FLAGS)).isEqualTo(ALLOWED);
        assertThat(run(SystemCallFilter.AARCH64, ARM, 220, THREAD_FLAGS)).isEqualTo(ALLOWED);
        assertThat(run(SystemCallFilter.AMD64, INTEL, 57, 0)).as("fork").isEqualTo(REFUSED);
        assertThat(run(SystemCallFilter.AMD64, INTEL, 58, 0)).as("vfork").isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @EnumSource(SystemCallFilter.class)
    void cloneWithFlagsInMemoryIsUnknown(SystemCallFilter filter) {
        assertThat(run(filter, architecture(filter), 435, 0)).isEqualTo(UNKNOWN_CALL);
    }

    @Test
    void onlyPairsOfLocalSocketsAreAllowed() {
        LongStream.range(0, 64)
                .forEach(
                        family -> {
                            int wanted = family == 1 ? ALLOWED : REFUSED;
                            assertThat(run(SystemCallFilter.AMD64, INTEL, 53, family))
                                    .isEqualTo(wanted);
                            assertThat(run(SystemCallFilter.AARCH64, ARM, 199, family))
                                    .isEqualTo(wanted);
                        });
    }

    @Test
    void callsOfAnotherNumberingDoNotPass() {
        assertThat(run(SystemCallFilter.AMD64, ARM, 63, 0)).isEqualTo(KILLED);
        assertThat(run(SystemCallFilter.AMD64, 0x40000003, 102, 0)).as("i386").isEqualTo(KILLED);
        assertThat(run(SystemCallFilter.AARCH64, INTEL, 0, 0)).isEqualTo(KILLED);
        assertThat(run(SystemCallFilter.AMD64, INTEL, 0x40000000 | 41, 0))
                .as("x32")
                .isEqualTo(UNKNOWN_CALL);
    }

    @Test
    void aHomeHasTheFilterOfThisMachine(@TempDir Path home) throws IOException {
        assertThat(SystemCallFilter.in(home)).isEmpty();
        SystemCallFilter.writeAll(home);
        String machine = System.getProperty("os.arch");
        if (machine.equals("amd64") || machine.equals("aarch64")) {
            Path file = home.resolve("seccomp-" + machine + ".bpf");
            assertThat(SystemCallFilter.in(home)).contains(file);
            assertThat(file)
                    .hasBinaryContent(
                            (machine.equals("amd64")
                                            ? SystemCallFilter.AMD64
                                            : SystemCallFilter.AARCH64)
                                    .program());
        }
    }

    private static int architecture(SystemCallFilter filter) {
        return switch (filter) {
            case AMD64 -> INTEL;
            case AARCH64 -> ARM;
        };
    }

    /** What the filter answers; see struct seccomp_data and struct sock_filter. */
    private static int run(SystemCallFilter filter, int architecture, int number, long argument) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number).putInt(4, architecture).putLong(16, argument);
        ByteBuffer program = ByteBuffer.wrap(filter.program()).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        for (int at = 0; at < program.limit(); at += Long.BYTES) {
            int value = program.getInt(at + 4);
            boolean jumps;
            switch (program.getShort(at)) {
                case 0x20 -> {
                    accumulator = data.getInt(value);
                    continue;
                }
                case 0x06 -> {
                    return value;
                }
                case 0x15 -> jumps = accumulator == value;
                case 0x35 -> jumps = Integer.compareUnsigned(accumulator, value) >= 0;
                case 0x45 -> jumps = (accumulator & value) != 0;
                default -> throw new AssertionError("instruction " + program.getShort(at));
            }
            at += Long.BYTES * Byte.toUnsignedInt(program.get(jumps ? at + 2 : at + 3));
        }
        throw new AssertionError("the program has no end");
    }
}
