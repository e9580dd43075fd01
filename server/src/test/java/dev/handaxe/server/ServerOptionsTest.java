package dev.handaxe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.SandboxOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {
    private static final ExecutionPolicy POLICY = ExecutionPolicy.untrusted();

    @Test
    void aBuilderThatGoesOnChangesNoOptions() {
        ServerOptions.Builder builder =
                ServerOptions.builder(POLICY).sandbox(SandboxOptions.defaults().withWorkers(3));
        ServerOptions first = builder.build();
        builder.port(9999).waiting(1).build();
        assertThat(first.port()).isZero();
        assertThat(first.waiting()).isEqualTo(24);
        assertThat(first.host()).isEqualTo("127.0.0.1");
        assertThat(first.asksForTokens()).isFalse();
        assertThat(first.clients()).singleElement().isEqualTo(Client.anyone(POLICY));
    }

    @Test
    void clientsHaveNamesAndTokensOfTheirOwn() {
        Client one = Client.of("one", "the-same-token-of-two", POLICY);
        Client two = Client.of("two", "the-same-token-of-two", POLICY);
        refused(List.of(one, two), "client 'two' needs a name and a token of its own");
        refused(
                List.of(one, Client.of("one", "another-token-of-one", POLICY)),
                "client 'one' needs a name and a token of its own");
        refused(List.of(Client.anyone(POLICY)), "client 'anyone' needs");
    }

    private static void refused(List<Client> clients, String message) {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> ServerOptions.builder(POLICY).clients(clients).build())
                .withMessageContaining(message);
    }

    @Test
    void aTokenIsLongAndInNoText() {
        assertThatExceptionOfType(HandaxeException.class)
                .isThrownBy(() -> Client.of("short", "secret", POLICY))
                .withMessageContaining("16")
                .withMessageNotContaining("secret");
        assertThat(Client.of("one", "the-token-of-client-one", POLICY).toString())
                .doesNotContain("token-of");
    }
}
