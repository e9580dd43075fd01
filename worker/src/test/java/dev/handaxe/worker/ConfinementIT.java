package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.runtime.BubblewrapUse;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a worker under bubblewrap reaches once its language sandbox is broken: a worker that tries
 * in Java and by system calls. Skipped where bubblewrap does not work.
 */
class ConfinementIT {
    private static final String SECRET = UUID.randomUUID().toString();
    private static final long SUPERVISOR = ProcessHandle.current().pid();

    private static BrokenWorker worker;

    @BeforeAll
    static void open() {
        worker = new BrokenWorker(new BubblewrapUse.Auto());
        assumeTrue(
                worker.report().name().equals("bubblewrap"),
                () -> "no bubblewrap here: " + worker.report().findings().getFirst().evidence());
    }

    @AfterAll
    static void close() {
        worker.close();
    }

    @Test
    void itRunsAndCanTryItsWorst() {
        assertThat(worker.attempt("read", "/proc/self/comm")).isEqualTo("java\n");
    }

    @Test
    void filesOfTheHostAreNotThere(@TempDir Path temporary) throws IOException {
        for (Path folder :
                List.of(
                        temporary,
                        BrokenWorker.testClasses().getParent(),
                        Path.of("").toAbsolutePath())) {
            Path canary = Files.createTempFile(folder, "canary", ".txt");
            try {
                Files.writeString(canary, SECRET);
                assertRefused("read", canary);
                assertRefused("read", "/proc/1/root" + canary);
                assertRefused("read", "/proc/1/cwd/../.." + canary);
            } finally {
                Files.delete(canary);
            }
        }
        for (String path :
                List.of(
                        "/etc/shadow",
                        "/etc/hostname",
                        "/etc/resolv.conf",
                        "/bin/sh",
                        "/usr/bin/env",
                        "/sys/kernel",
                        "/dev/mem",
                        "/dev/kmsg",
                        "/dev/tty")) {
            assertRefused("read", path);
        }
        assertRefused("list", System.getProperty("user.home"));
        assertThat(worker.attempt("read", "/etc/passwd")).startsWith("guest:x:").hasLineCount(1);
    }

    @Test
    void nothingButItsOwnFolderCanBeWritten() throws IOException {
        Path home = Path.of(System.getProperty("handaxe.worker.home"));
        Path jdk = Path.of(System.getProperty("java.home")).toRealPath();
        for (Path folder :
                List.of(
                        home,
                        home.resolve("lib"),
                        home.resolve("python"),
                        BrokenWorker.testClasses(),
                        jdk.resolve("lib"),
                        Path.of("/"),
                        Path.of("/usr"),
                        Path.of("/dev"),
                        Path.of("/etc"),
                        Path.of("/proc/sys/kernel"))) {
            assertRefused("write", folder.resolve("escaped"));
        }
        assertRefused("write", home.resolve("jvm.flags"));
        assertRefused("write", "/proc/sysrq-trigger");
        assertRefused("rewrite", "/proc/sys/kernel/core_pattern");
        assertRefused("rewrite", "/proc/self/oom_score_adj");
        assertRefused("chmod", "/dev/null");
    }

    @Test
    void itsOwnFolderIsPrivateAndBounded() {
        String name = "private-" + SECRET;
        assertThat(worker.attempt("write", name)).isEqualTo(name);
        assertThat(worker.attempt("list", "/tmp")).contains(name);
        assertThat(Path.of("/tmp", name)).doesNotExist();
        assertThat(worker.attempt("fill", "large", 1L << 30)).startsWith("16 then File too large");
        if (worker.claims("own folder bounded")) {
            assertThat(megabytes(worker.attempt("fill many", ".", 1L << 30))).isBetween(8, 64);
        }
    }

    @Test
    void noSocketReachesTheHost(@TempDir Path folder) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        UnixDomainSocketAddress local = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (ServerSocket server = new ServerSocket(0, 5, loopback);
                DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(loopback, 0));
                ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(local);
            unix.configureBlocking(false);
            assertRefused("connect", "127.0.0.1", server.getLocalPort());
            assertRefused("unix", local.getPath());
            worker.attempt("datagram", "127.0.0.1", datagrams.getLocalPort());
            Sockets.assertNothingArrived(server, datagrams);
            assertThat(unix.accept()).isNull();
        }
        for (String address : List.of("192.0.2.1", "2001:db8::1", "169.254.169.254")) {
            assertRefused("connect", address, 80);
            assertRefused("datagram", address, 53);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Sockets.UNIX, Sockets.INET, Sockets.NETLINK, Sockets.ALG, Sockets.VSOCK})
    void noKindOfSocketCanBeMade(long family) {
        assumeTrue(worker.claims("system calls filtered"));
        assertThat(worker.attempt("call", "SOCKET", family, 1, 0)).isEqualTo("refused: errno 1");
    }

    @Test
    void noProcessCanBeStarted() {
        assumeTrue(worker.claims("system calls filtered"));
        assertRefused("execute", "/bin/sh", "-c", "id");
        assertRefused(
                "execute", ProcessHandle.current().info().command().orElseThrow(), "-version");
        assertThat(worker.attempt("call", "CLONE", 17, 0, 0, 0, 0)).isEqualTo("refused: errno 1");
    }

    @Test
    void otherProcessesCannotBeSeenOrSignalled() {
        assertThat(worker.attempt("processes").lines())
                .hasSizeLessThanOrEqualTo(3)
                .allMatch(line -> line.endsWith(" bwrap") || line.endsWith(" java"));
        assertThat(worker.attempt("call", "KILL", SUPERVISOR, 0)).isEqualTo("refused: errno 3");
        assertRefused("read", "/proc/" + SUPERVISOR + "/environ");
        assertRefused("call", "PTRACE", 16, 1, 0, 0);
    }

    @Test
    void theEnvironmentIsEmpty() {
        assertThat(worker.attempt("environment"))
                .isIn(
                        "{LC_ALL=C.UTF-8}",
                        "{LC_ALL=C.UTF-8, PWD=/tmp}",
                        "{PWD=/tmp, LC_ALL=C.UTF-8}");
        assertThat(worker.attempt("read", "/proc/1/environ"))
                .doesNotContain("PATH", "HOME", "USER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SETUID 0",
                "UNSHARE 268435456",
                "UNSHARE 1073741824",
                "MOUNT 0 0 0 0 0",
                "CHROOT 0"
            })
    void noPrivilegeCanBeGained(String call) {
        assertRefused((Object[]) ("call " + call).split(" "));
    }

    @Test
    void noFileSystemHonoursSetUserIds() {
        assertThat(worker.attempt("read", "/proc/self/mountinfo").lines())
                .isNotEmpty()
                .allMatch(line -> line.contains("nosuid"));
        assertThat(worker.attempt("read", "/proc/self/status"))
                .contains(
                        "NoNewPrivs:\t1", "CapEff:\t0000000000000000", "CapPrm:\t0000000000000000");
    }

    @Test
    void resourcesAreBounded() {
        if (worker.claims("not root")) {
            assertThat(counted(worker.attempt("many threads", 2000))).isBetween(50, 256);
        }
        assertThat(counted(worker.attempt("many files", 10_000))).isBetween(300, 512);
        assertThat(worker.attempt("read", "/proc/self/limits"))
                .containsPattern("Max core file size +0 +0 ");
    }

    @Test
    void theHostsNameAndUsersAreUnknown() {
        assertThat(worker.attempt("read", "/proc/sys/kernel/hostname")).isEqualTo("sandbox\n");
        assertThat(worker.attempt("property", "user.name"))
                .isNotEqualTo(System.getProperty("user.name"));
        assertThat(worker.attempt("read", "/proc/self/status")).contains("Uid:\t65534\t");
    }

    /** The namespaces have to hold without the filter too: each layer is tried by itself. */
    @Test
    void namespacesHoldWithoutTheFilter() throws IOException {
        Path home = BrokenWorker.homeWithoutFilter();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (BrokenWorker unfiltered =
                        new BrokenWorker(new BubblewrapUse.Auto(), Optional.of(home));
                ServerSocket server = new ServerSocket(0, 5, loopback)) {
            assertThat(unfiltered.claims("system calls filtered")).isFalse();
            assertThat(unfiltered.attempt("connect", "127.0.0.1", server.getLocalPort()))
                    .startsWith(Escapes.REFUSED);
            assertThat(unfiltered.attempt("connect", "192.0.2.1", 80)).startsWith(Escapes.REFUSED);
            assertThat(unfiltered.attempt("execute", "/bin/sh", "-c", "id"))
                    .startsWith(Escapes.REFUSED)
                    .contains("No such file");
            if (unfiltered.claims("processes limited")) {
                String java = ProcessHandle.current().info().command().orElseThrow();
                assertThat(
                                counted(
                                        unfiltered.attempt(
                                                "many processes", 300, java, "-Xmx16m", "-h")))
                        .isBetween(0, 256);
            }
        } finally {
            BrokenWorker.delete(home);
        }
    }

    /** Root is not left where nobody cannot read the worker's home, and still is root outside. */
    @Test
    void aWorkerThatStaysRootDoesNotChangeTheKernelsSettings() throws IOException {
        Path home = BrokenWorker.homeWithoutFilter();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        try (BrokenWorker root = new BrokenWorker(new BubblewrapUse.Auto(), Optional.of(home))) {
            assumeTrue(!root.claims("not root"), "this test is not run by root");
            assertThat(root.report().name()).isEqualTo("bubblewrap");
            assertThat(root.attempt("rewrite", "/proc/sys/kernel/core_pattern"))
                    .startsWith(Escapes.REFUSED);
            assertThat(root.attempt("write", home.resolve("escaped"))).startsWith(Escapes.REFUSED);
            assertThat(root.claims("processes limited")).isFalse();
        } finally {
            BrokenWorker.delete(home);
        }
    }

    private static void assertRefused(Object... words) {
        assertThat(worker.attempt(words)).as("%s", List.of(words)).startsWith(Escapes.REFUSED);
    }

    /** How many there were when it was refused; fails if there was no end. */
    static int counted(String answer) {
        assertThat(answer).contains(" then ");
        return Integer.parseInt(answer.substring(0, answer.indexOf(' ')));
    }

    private static int megabytes(String answer) {
        return counted(answer);
    }
}
