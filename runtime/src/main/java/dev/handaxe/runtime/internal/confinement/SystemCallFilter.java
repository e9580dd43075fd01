package dev.handaxe.runtime.internal.confinement;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a worker may not ask of the kernel, as a seccomp program (see {@code seccomp(2)}). It closes
 * what namespaces leave open: sockets of families that know no network namespace (such as vsock,
 * which reaches the machine below a virtual one), new processes also where root is not bound by a
 * limit of processes, and the parts of the kernel in which most of its flaws were found.
 *
 * <p>It denies by name: a list of everything that a JVM uses would break with each new JDK, kernel
 * or C library. Denied calls fail with EPERM; threads are allowed, new processes are not.
 *
 * <p>Immutable.
 */
public enum SystemCallFilter {
    /** 64-bit Intel and AMD. */
    AMD64(0xC000003E, 0, 56, 53),
    /** 64-bit ARM. */
    AARCH64(0xC00000B7, 1, 220, 199);

    private static final int CLONE3 = 435;
    private static final int CLONE_THREAD = 0x10000;
    private static final int UNIX_FAMILY = 1;
    private static final int X32 = 0x40000000;

    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private static final short LOAD = 0x20;
    private static final short JUMP_EQUAL = 0x15;
    private static final short JUMP_AT_LEAST = 0x35;
    private static final short JUMP_BITS = 0x45;
    private static final short RETURN = 0x06;

    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCHITECTURE = 4;
    private static final int OFFSET_FIRST_ARGUMENT = 16;

    private static final int ALLOW = 0x7FFF0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERRNO = 0x00050000;

    /** Name, number on amd64, number on aarch64; - where there is no such call. */
    private static final String DENIED =
            """
            socket 41 198
            fork 57 -
            vfork 58 -
            chmod 90 -
            fchmod 91 52
            chown 92 -
            fchown 93 55
            lchown 94 -
            ptrace 101 117
            syslog 103 116
            uselib 134 -
            personality 135 92
            vhangup 153 58
            modify_ldt 154 -
            pivot_root 155 41
            adjtimex 159 171
            chroot 161 51
            acct 163 89
            settimeofday 164 170
            mount 165 40
            umount2 166 39
            swapon 167 224
            swapoff 168 225
            reboot 169 142
            sethostname 170 161
            setdomainname 171 162
            iopl 172 -
            ioperm 173 -
            setxattr 188 5
            lsetxattr 189 6
            fsetxattr 190 7
            removexattr 197 14
            lremovexattr 198 15
            fremovexattr 199 16
            init_module 175 105
            delete_module 176 106
            quotactl 179 60
            lookup_dcookie 212 18
            clock_settime 227 112
            kexec_load 246 104
            add_key 248 217
            request_key 249 218
            keyctl 250 219
            migrate_pages 256 238
            unshare 272 97
            move_pages 279 239
            fchownat 260 54
            fchmodat 268 53
            perf_event_open 298 241
            fanotify_init 300 262
            name_to_handle_at 303 264
            open_by_handle_at 304 265
            clock_adjtime 305 266
            setns 308 268
            process_vm_readv 310 270
            process_vm_writev 311 271
            kcmp 312 272
            finit_module 313 273
            kexec_file_load 320 294
            bpf 321 280
            userfaultfd 323 282
            io_uring_setup 425 425
            io_uring_enter 426 426
            io_uring_register 427 427
            open_tree 428 428
            move_mount 429 429
            fsopen 430 430
            fsconfig 431 431
            fsmount 432 432
            fspick 433 433
            pidfd_getfd 438 438
            mount_setattr 442 442
            quotactl_fd 443 443
            fchmodat2 452 452
            setxattrat 463 463
            removexattrat 466 466
            open_tree_attr 467 467
            """;

    private final int architecture;
    private final int column;
    private final int cloneNumber;
    private final int pairNumber;

    SystemCallFilter(int architecture, int column, int cloneNumber, int pairNumber) {
        this.architecture = architecture;
        this.column = column;
        this.cloneNumber = cloneNumber;
        this.pairNumber = pairNumber;
    }

    /** The filter's file in a worker home, if this machine's kind has one and it was made. */
    static Optional<Path> in(Path home) {
        Path file = file(home, System.getProperty("os.arch", ""));
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Writes the filters of all architectures into a worker home. */
    public static void writeAll(Path home) throws IOException {
        for (SystemCallFilter filter : values()) {
            Files.write(file(home, filter.name().toLowerCase(Locale.ROOT)), filter.program());
        }
    }

    private static Path file(Path home, String architecture) {
        return home.resolve("seccomp-" + architecture + ".bpf");
    }

    /** The program, as the kernel reads it. */
    byte[] program() {
        List<String> denied = DENIED.lines().toList();
        ByteBuffer out = ByteBuffer.allocate((denied.size() + 12) * 2 * Long.BYTES);
        out.order(ByteOrder.LITTLE_ENDIAN);
        add(out, LOAD, 0, 0, OFFSET_ARCHITECTURE);
        add(out, JUMP_EQUAL, 1, 0, architecture);
        add(out, RETURN, 0, 0, KILL_PROCESS);
        add(out, LOAD, 0, 0, OFFSET_NUMBER);
        if (this == AMD64) {
            // The same kernel's other numbering of the same calls.
            add(out, JUMP_AT_LEAST, 0, 1, X32);
            add(out, RETURN, 0, 0, ERRNO | ENOSYS);
        }
        // Its flags are in memory, which a filter cannot read; without it, libraries use clone.
        refuse(out, CLONE3, ENOSYS);
        allowIf(out, cloneNumber, JUMP_BITS, CLONE_THREAD);
        // A pair that is connected to itself; the JDK's own channels need one to begin.
        allowIf(out, pairNumber, JUMP_EQUAL, UNIX_FAMILY);
        for (String line : denied) {
            String number = line.split(" ", -1)[column + 1];
            if (!number.equals("-")) {
                refuse(out, Integer.parseInt(number), EPERM);
            }
        }
        add(out, RETURN, 0, 0, ALLOW);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Allows a call whose first argument passes a test, and refuses it otherwise. */
    private static void allowIf(ByteBuffer out, int number, short test, int value) {
        add(out, JUMP_EQUAL, 0, 4, number);
        add(out, LOAD, 0, 0, OFFSET_FIRST_ARGUMENT);
        add(out, test, 0, 1, value);
        add(out, RETURN, 0, 0, ALLOW);
        add(out, RETURN, 0, 0, ERRNO | EPERM);
    }

    private static void refuse(ByteBuffer out, int number, int error) {
        add(out, JUMP_EQUAL, 0, 1, number);
        add(out, RETURN, 0, 0, ERRNO | error);
    }

    private static void add(ByteBuffer out, short code, int ifTrue, int ifFalse, int value) {
        out.putShort(code).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
    }
}
