package dev.handaxe.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.PythonValue;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CanariesTest {
    private static final String VALUE = "a value of twelve letters and more";

    private Canaries canaries;
    private Path file;

    @BeforeEach
    void plant() {
        canaries = Canaries.plant(Map.of(Canaries.VARIABLE, VALUE, "OTHER", VALUE + VALUE));
        file = Path.of(canaries.fill("@CANARY_FILE@"));
    }

    @AfterEach
    void remove() {
        canaries.close();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void secretsAreFoundWhereverTheyComeOut() throws IOException {
        String secret = Files.readString(file);
        assertThat(canaries.seenIn(Outcomes.returned(PythonValue.none(), "a " + secret + " b")))
                .containsExactly("LEAK: the canary file came out");
        assertThat(canaries.seenIn(Outcomes.raised("KeyError", canaries.earlierSecret())))
                .containsExactly("LEAK: what an earlier call left came out");
        PythonValue bytes =
                new PythonValue.PyBytes(
                        canaries.neighbourSecret().getBytes(StandardCharsets.UTF_8));
        PythonValue deep = new PythonValue.PyTuple(List.of(new PythonValue.PyList(List.of(bytes))));
        PythonValue dict =
                new PythonValue.PyDict(
                        List.of(new PythonValue.PyDict.Entry(PythonValue.of(1), deep)));
        assertThat(canaries.seenIn(Outcomes.returned(dict, "")))
                .containsExactly("LEAK: the neighbour's data came out");
        assertThat(canaries.seenIn(Outcomes.returned(new PythonValue.PyStr(VALUE), "")))
                .containsExactly("LEAK: the environment came out");
        assertThat(canaries.seenIn(Outcomes.returned(PythonValue.none(), "nothing"))).isEmpty();
    }

    @Test
    void contactsAreCountedOnce() throws IOException {
        int port = Integer.parseInt(canaries.fill("@LISTENER_PORT@"));
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        assertThat(canaries.touched()).isEmpty();
        try (Socket _ = new Socket(loopback, port);
                DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, loopback, port));
        }
        assertThat(canaries.touched())
                .containsExactly("LEAK: 2 contacts reached the loopback listener");
        assertThat(canaries.touched()).isEmpty();
    }

    @Test
    void aChangedFileIsSeen() throws IOException {
        String secret = Files.readString(file);
        Files.writeString(file, secret + "x");
        assertThat(canaries.touched()).containsExactly("LEAK: the canary file was changed");
        Files.delete(file);
        assertThat(canaries.touched()).anyMatch(problem -> problem.contains("gone"));
    }

    @Test
    void aNewFileBesideItIsSeen() throws IOException {
        Files.writeString(file.resolveSibling("new"), "");
        assertThat(canaries.touched())
                .containsExactly("LEAK: the folder of the canary file was written to");
    }

    @Test
    void theVariableIsTheBuildsOwnOrTheLongestPlainOne() {
        assertThat(canaries.fill("@CANARY_ENV@")).isEqualTo(Canaries.VARIABLE);
        Map<String, String> found =
                Map.of("SHORT", "x", "PLAIN", "/usr/local/bin:/usr/bin", "ODD", "line\n".repeat(9));
        try (Canaries other = Canaries.plant(found)) {
            assertThat(other.fill("@CANARY_ENV@")).isEqualTo("PLAIN");
        }
        assertThatThrownBy(() -> Canaries.plant(Map.of("SHORT", "x")))
                .isInstanceOf(HandaxeException.class)
                .hasMessageContaining(Canaries.VARIABLE);
    }
}
