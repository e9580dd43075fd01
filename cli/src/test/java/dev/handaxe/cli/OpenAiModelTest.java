package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenAiModelTest {

    @Test
    void aHostThatCannotBeReachedIsNamedAndMayBeTriedAgain() throws IOException {
        int port = closedPort();
        Endpoint endpoint =
                new Endpoint(URI.create("http://127.0.0.1:" + port + "/v1"), Optional.empty());
        OpenAiModel model = OpenAiModel.of("m", endpoint, Duration.ofSeconds(20));
        ChatRequest request = ChatRequest.builder().messages(UserMessage.from("hello")).build();

        assertThatThrownBy(() -> model.chat(request))
                .isInstanceOf(RetriableException.class)
                .hasMessage("127.0.0.1:" + port + " cannot be reached");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
