package dev.handaxe.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose token a request carries. Only hashes of tokens are kept; all are compared, each in
 * constant time, so that an answer's time tells nothing about them.
 *
 * <p>Immutable.
 */
final class Clients {
    private static final String SCHEME = "bearer ";

    private final List<Known> known = new ArrayList<>();
    private final Optional<Client> anyone;

    /**
     * A client and its token's hash.
     *
     * @param hash SHA-256 in hexadecimal
     */
    private record Known(Client client, String hash) {}

    Clients(List<Client> clients) {
        Optional<Client> open = Optional.empty();
        for (Client client : clients) {
            if (client.token().isPresent()) {
                known.add(new Known(client, hash(client.token().get())));
            } else {
                open = Optional.of(client);
            }
        }
        anyone = open;
    }

    /**
     * The client that an {@code Authorization} header proves.
     *
     * @param authorization the header; null if there is none
     */
    Optional<Client> find(@Nullable String authorization) {
        if (anyone.isPresent()) {
            return anyone;
        }
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        byte[] given = hash(authorization.substring(SCHEME.length()).strip()).getBytes(UTF_8);
        Optional<Client> found = Optional.empty();
        for (Known one : known) {
            if (MessageDigest.isEqual(one.hash().getBytes(UTF_8), given)) {
                found = Optional.of(one.client());
            }
        }
        return found;
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
