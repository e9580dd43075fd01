package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handaxe.runtime.BubblewrapUse;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a worker without bubblewrap reaches once its language sandbox is broken. Whatever the report
 * of this host claims has to hold; some is given everywhere.
 */
class PlainProcessIT {
    private static final long SUPERVISOR = ProcessHandle.current().pid();

    private static BrokenWorker worker;

    @BeforeAll
    static void open() {
        worker = new BrokenWorker(new BubblewrapUse.Off());
    }

    @AfterAll
    static void close() {
        worker.close();
    }

    @Test
    void theReportDoesNotClaimMore() {
        assertThat(worker.report().name()).isEqualTo("process");
        assertThat(worker.claims("bubblewrap")).isFalse();
        assertThat(worker.claims("own files")).isFalse();
        assertThat(worker.claims("own processes")).isFalse();
        assertThat(worker.claims("system calls filtered")).isFalse();
    }

    @Test
    void theEnvironmentIsEmpty() {
        assertThat(worker.attempt("environment")).isEqualTo("{LC_ALL=C.UTF-8}");
    }

    @Test
    void itsFolderIsItsOwn() throws IOException {
        Path folder = Path.of(worker.attempt("read link", "/proc/self/cwd"));
        assertThat(worker.attempt("property", "java.io.tmpdir")).isEqualTo(folder.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(worker.attempt("write", "mine")).isEqualTo("mine");
        assertThat(folder.resolve("mine")).exists();
        assertThat(worker.attempt("list", Objects.requireNonNull(folder.getParent())))
                .startsWith(Escapes.REFUSED);
    }

    @Test
    void noSocketReachesTheHost() throws IOException {
        assumeTrue(worker.claims("no network"));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 5, loopback);
                DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
            assertRefused("connect", "127.0.0.1", server.getLocalPort());
            assertRefused("datagram", "127.0.0.1", datagrams.getLocalPort());
            Sockets.assertNothingArrived(server, datagrams);
        }
        assertRefused("connect", "192.0.2.1", 80);
    }

    @Test
    void rootIsNotKept(@TempDir Path folder) throws IOException {
        assumeTrue(worker.claims("not root"));
        assumeTrue(ProcessHandle.current().info().user().equals(java.util.Optional.of("root")));
        Path canary = Files.writeString(folder.resolve("canary"), UUID.randomUUID().toString());
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-------"));
        assertRefused("read", canary);
        assertRefused("list", System.getProperty("user.home"));
        assertRefused("read", "/proc/" + SUPERVISOR + "/environ");
        assertRefused("call", "KILL", SUPERVISOR, 0);
        assertRefused("call", "SETUID", 0);
        assertRefused("write", Path.of(System.getProperty("handaxe.worker.home"), "escaped"));
    }

    @Test
    void aSetUserIdFileGivesNothing(@TempDir Path folder) throws Exception {
        assumeTrue(worker.claims("no new privileges") && worker.claims("not root"));
        assumeTrue(ProcessHandle.current().info().user().equals(java.util.Optional.of("root")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path id = Files.copy(Path.of("/usr/bin/id"), folder.resolve("id"));
        Files.setAttribute(id, "unix:mode", 04755);
        assertThat(worker.attempt("execute", id, "-u"))
                .startsWith("status 0: ")
                .isNotEqualTo("status 0: 0\n");
    }

    @Test
    void resourcesAreBounded() {
        assumeTrue(worker.claims("open files limited"));
        assertThat(ConfinementIT.counted(worker.attempt("many files", 10_000))).isBetween(300, 512);
        assertThat(worker.attempt("fill", "large", 1L << 30)).startsWith("16 then File too large");
        assertThat(worker.attempt("read", "/proc/self/limits"))
                .containsPattern("Max core file size +0 +0 ");
    }

    @Test
    void processesAndThreadsAreBounded() {
        assumeTrue(worker.claims("processes limited"));
        assertThat(ConfinementIT.counted(worker.attempt("many threads", 2000))).isBetween(50, 256);
        assertThat(ConfinementIT.counted(worker.attempt("many processes", 400, "/bin/sleep", "60")))
                .isBetween(50, 256);
    }

    private static void assertRefused(Object... words) {
        assertThat(worker.attempt(words))
                .as("%s", java.util.List.of(words))
                .startsWith(Escapes.REFUSED);
    }
}
