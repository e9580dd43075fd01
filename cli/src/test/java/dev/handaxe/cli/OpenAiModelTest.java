package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;
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

    @Test
    void theBoundOfAnAnswerIsSentUnderTheNameThatTheModelKnows() throws IOException {
        try (ModelServer server =
                ModelServer.start(
                        request ->
                                request.contains("\"max_tokens\"")
                                        ? ModelServer.Reply.error(
                                                400, "unsupported", "max_tokens is not supported")
                                        : ModelServer.Reply.text("fine"))) {
            Endpoint endpoint = new Endpoint(URI.create(server.baseUrl()), Optional.empty());
            OpenAiModel model = OpenAiModel.of("m", endpoint, Duration.ofSeconds(20));
            ChatRequest request =
                    ChatRequest.builder()
                            .messages(UserMessage.from("hello"))
                            .maxOutputTokens(321)
                            .build();

            assertThat(model.chat(request).aiMessage().text()).isEqualTo("fine");
            assertThat(model.chat(request).aiMessage().text()).isEqualTo("fine");

            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().getFirst()).containsPattern("\"max_tokens\" *: *321");
            assertThat(server.requests().getLast())
                    .containsPattern("\"max_completion_tokens\" *: *321")
                    .contains("hello");
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
