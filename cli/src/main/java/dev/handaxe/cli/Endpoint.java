package dev.handaxe.cli;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a provider is reached, and with which key. Its text never shows the key.
 *
 * <p>Immutable.
 *
 * @param key from the environment; empty where none is needed
 */
record Endpoint(URI baseUrl, Optional<String> key) {
    private static final String KEY_VARIABLE = "OPENAI_API_KEY";

    /**
     * The endpoint of a model that speaks OpenAI's protocol.
     *
     * @throws UsageException if the URL is none
     * @throws HandaxeException with {@link Code#PROVIDER} if a key is needed and not set
     */
    static Endpoint of(
            ModelSpec.Provider provider, Optional<String> url, Map<String, String> environment) {
        String standard =
                provider == ModelSpec.Provider.OLLAMA
                        ? "http://localhost:11434/v1"
                        : "https://api.openai.com/v1";
        URI baseUrl = parse(url.orElse(standard));
        Optional<String> key =
                Optional.ofNullable(environment.get(KEY_VARIABLE))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty());
        if (provider == ModelSpec.Provider.OLLAMA) {
            return new Endpoint(baseUrl, Optional.empty());
        }
        if (key.isEmpty() && !isLoopback(baseUrl)) {
            throw new HandaxeException(
                    Code.PROVIDER,
                    KEY_VARIABLE
                            + " is not set: "
                            + baseUrl.getHost()
                            + " needs a key (a --base-url on this machine needs none)");
        }
        return new Endpoint(baseUrl, key);
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw invalid();
        }
        throw invalid();
    }

    /** The URL is not repeated: it may hold a password. */
    private static UsageException invalid() {
        return new UsageException(
                "--base-url: an http or https URL without user, query and fragment is expected, such"
                        + " as http://127.0.0.1:8089/v1");
    }

    /** Whether the host is this machine by its name or number; no look-up is made. */
    private static boolean isLoopback(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return baseUrl + (key.isPresent() ? " with a key" : " without a key");
    }
}
