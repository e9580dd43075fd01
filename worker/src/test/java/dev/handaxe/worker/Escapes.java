package dev.handaxe.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What code that broke out of the language sandbox tries. Each answers what it got. */
final class Escapes {
    /** How the answer begins when the attempt failed. */
    static final String REFUSED = "refused: ";

    private static final int CONNECT_MILLIS = 2000;
    private static final int MAX_ANSWER = 4000;

    private Escapes() {}

    static String attempt(String what, List<String> words) throws Throwable {
        return switch (what) {
            case "read" -> read(Path.of(words.getFirst()));
            case "read link" -> Files.readSymbolicLink(Path.of(words.getFirst())).toString();
            case "list" -> list(Path.of(words.getFirst()));
            case "write" -> Files.writeString(Path.of(words.getFirst()), "escaped").toString();
            case "rewrite" -> rewrite(Path.of(words.getFirst()));
            case "chmod" -> chmod(Path.of(words.getFirst()));
            case "connect" -> connect(words.get(0), Integer.parseInt(words.get(1)));
            case "datagram" -> datagram(words.get(0), Integer.parseInt(words.get(1)));
            case "unix" -> unix(Path.of(words.getFirst()));
            case "execute" -> execute(words);
            case "call" -> systemCall(words);
            case "processes" -> processes();
            case "many processes" -> manyProcesses(words);
            case "many threads" -> manyThreads(Integer.parseInt(words.getFirst()));
            case "many files" -> manyFiles(Integer.parseInt(words.getFirst()));
            case "fill" -> fill(Path.of(words.getFirst()), Long.parseLong(words.get(1)));
            case "fill many" -> fillMany(Path.of(words.getFirst()), Long.parseLong(words.get(1)));
            case "environment" -> System.getenv().toString();
            case "property" -> String.valueOf(System.getProperty(words.getFirst()));
            case "spin" -> spin();
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_ANSWER), StandardCharsets.ISO_8859_1);
        }
    }

    /** Writes what is there already: nothing is changed even where it is not refused. */
    private static String rewrite(Path file) throws IOException {
        return Files.writeString(file, Files.readString(file)).toString();
    }

    /** Sets the rights that it has: nothing is changed even where it is not refused. */
    private static String chmod(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(file)).toString();
    }

    private static String list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .collect(Collectors.joining(" "));
        }
    }

    private static String connect(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return "connected to " + socket.getRemoteSocketAddress();
        }
    }

    private static String datagram(String host, int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = "escaped".getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(host), port));
            return "sent";
        }
    }

    private static String unix(Path path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return "connected to " + channel.getRemoteAddress();
        }
    }

    private static String execute(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output =
                new String(process.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
        return "status " + process.waitFor() + ": " + output;
    }

    private static String processes() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : list(Path.of("/proc")).split(" ", -1)) {
            if (name.matches("\\d+")) {
                Path comm = Path.of("/proc", name, "comm");
                all.append(name).append(' ').append(Files.readString(comm).strip()).append('\n');
            }
        }
        return all.toString();
    }

    /** Starts processes that stay until one is refused or all are there; ends them. */
    private static String manyProcesses(List<String> words) {
        List<Process> started = new ArrayList<>();
        try {
            for (int i = 0; i < Integer.parseInt(words.getFirst()); i++) {
                started.add(new ProcessBuilder(words.subList(1, words.size())).start());
            }
        } catch (IOException | Error e) {
            return started.size() + " then " + e.getMessage();
        } finally {
            started.forEach(Process::destroyForcibly);
        }
        return started.size() + " and no end";
    }

    private static String manyThreads(int wanted) {
        CountDownLatch end = new CountDownLatch(1);
        int started = 0;
        try {
            for (; started < wanted; started++) {
                Thread thread =
                        new Thread(
                                () -> {
                                    try {
                                        end.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
                thread.setDaemon(true);
                thread.start();
            }
        } catch (OutOfMemoryError e) {
            return started + " then " + e.getMessage();
        } finally {
            end.countDown();
        }
        return started + " and no end";
    }

    private static String manyFiles(int wanted) throws IOException {
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < wanted; i++) {
                open.add(Files.newInputStream(Path.of("/dev/null")));
            }
        } catch (IOException e) {
            return open.size() + " then " + e.getMessage();
        } finally {
            for (InputStream file : open) {
                file.close();
            }
        }
        return open.size() + " and no end";
    }

    private static String fill(Path file, long wanted) {
        byte[] block = new byte[1 << 20];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (; written < wanted; written += block.length) {
                out.write(block);
            }
        } catch (IOException e) {
            return (written >> 20) + " then " + e.getMessage();
        }
        return (written >> 20) + " and no end";
    }

    private static String fillMany(Path folder, long wanted) throws IOException {
        byte[] block = new byte[8 << 20];
        long written = 0;
        try {
            for (int i = 0; written < wanted; i++, written += block.length) {
                Files.write(folder.resolve("filler" + i), block);
            }
        } catch (IOException e) {
            return (written >> 20) + " then " + e.getMessage();
        }
        return (written >> 20) + " and no end";
    }

    /** System calls, by their numbers on amd64 and aarch64. */
    private enum Call {
        CHROOT(161, 51),
        CLONE(56, 220),
        KILL(62, 129),
        MOUNT(165, 40),
        PTRACE(101, 117),
        SETUID(105, 146),
        SOCKET(41, 198),
        UNSHARE(272, 97);

        private final long amd64;
        private final long aarch64;

        Call(long amd64, long aarch64) {
            this.amd64 = amd64;
            this.aarch64 = aarch64;
        }

        long number() {
            return System.getProperty("os.arch").equals("aarch64") ? aarch64 : amd64;
        }
    }

    /** A raw system call; what it returned, or the error's number. */
    @SuppressWarnings("restricted") // that is the point
    private static String systemCall(List<String> words) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MemoryLayout[] parameters = new MemoryLayout[words.size()];
        Arrays.fill(parameters, ValueLayout.JAVA_LONG);
        MethodHandle call =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters),
                        Linker.Option.captureCallState("errno"));
        MemoryLayout state = Linker.Option.captureStateLayout();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(state);
            List<Object> arguments = new ArrayList<>();
            arguments.add(captured);
            arguments.add(Call.valueOf(words.getFirst()).number());
            words.stream().skip(1).map(Long::parseLong).forEach(arguments::add);
            long result = (long) call.invokeWithArguments(arguments);
            var errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));
            return result >= 0
                    ? "returned " + result
                    : REFUSED + "errno " + (int) errno.get(captured, 0L);
        }
    }

    private static String spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
