package dev.handaxe.worker;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/** Families of sockets, and listeners that hear nothing. */
final class Sockets {
    static final long UNIX = 1;
    static final long INET = 2;
    static final long NETLINK = 16;
    static final long ALG = 38;
    static final long VSOCK = 40;

    private static final int PATIENCE_MILLIS = 200;

    private Sockets() {}

    /** Asserts that listeners of the test were not reached. */
    static void assertNothingArrived(ServerSocket server, DatagramSocket datagrams)
            throws IOException {
        server.setSoTimeout(PATIENCE_MILLIS);
        datagrams.setSoTimeout(PATIENCE_MILLIS);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> datagrams.receive(new DatagramPacket(new byte[9], 9)));
    }
}
