package dev.handaxe.benchmarks.hostile;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Listens on loopback, for connections and for datagrams on the same port, and counts both.
 * Thread-safe; it has no thread of its own: what arrived waits in the system until it is counted.
 */
final class LoopbackCanary implements AutoCloseable {
    private static final int ATTEMPTS = 20;

    private final ServerSocketChannel connections;
    private final DatagramChannel datagrams;
    private final Selector selector;
    private final int port;

    private LoopbackCanary(ServerSocketChannel connections, DatagramChannel datagrams)
            throws IOException {
        this.connections = connections;
        this.datagrams = datagrams;
        port = ((InetSocketAddress) connections.getLocalAddress()).getPort();
        selector = Selector.open();
        connections.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        datagrams.configureBlocking(false).register(selector, SelectionKey.OP_READ);
    }

    static LoopbackCanary listen() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        for (int attempt = 1; ; attempt++) {
            ServerSocketChannel connections = ServerSocketChannel.open();
            DatagramChannel datagrams = DatagramChannel.open();
            try {
                connections.bind(new InetSocketAddress(loopback, 0));
                datagrams.bind(connections.getLocalAddress());
                return new LoopbackCanary(connections, datagrams);
            } catch (BindException e) {
                connections.close();
                datagrams.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    int port() {
        return port;
    }

    /** How many connections and datagrams came since the last time. */
    synchronized long takeContacts() {
        long contacts = 0;
        try {
            while (selector.selectNow() > 0) {
                selector.selectedKeys().clear();
                SocketChannel connection = connections.accept();
                if (connection != null) {
                    contacts++;
                    connection.close();
                }
                if (datagrams.receive(ByteBuffer.allocate(1)) != null) {
                    contacts++;
                }
            }
        } catch (IOException e) {
            contacts++; // whoever breaks the listener has touched it
        }
        return contacts;
    }

    @Override
    public synchronized void close() {
        try (connections;
                datagrams;
                selector) {
            takeContacts();
        } catch (IOException e) {
            throw new IllegalStateException("a loopback listener could not be closed", e);
        }
    }
}
