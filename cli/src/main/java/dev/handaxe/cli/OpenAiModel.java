package dev.handaxe.cli;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model behind OpenAI's chat protocol: asked once per call (the gateway retries), at temperature
 * 0 unless the model refuses one, and with the key taken out of every message of a fault.
 *
 * <p>Thread-safe.
 */
final class OpenAiModel implements ChatModel {
    private final ChatModel exact;
    private final ChatModel free;
    private final Endpoint endpoint;
    private volatile boolean temperatureRefused;
    private volatile boolean maxTokensRefused;

    private OpenAiModel(ChatModel exact, ChatModel free, Endpoint endpoint) {
        this.exact = exact;
        this.free = free;
        this.endpoint = endpoint;
    }

    static OpenAiModel of(String name, Endpoint endpoint, Duration timeout) {
        return new OpenAiModel(
                client(name, endpoint, timeout, 0.0),
                client(name, endpoint, timeout, null),
                endpoint);
    }

    private static ChatModel client(
            String name, Endpoint endpoint, Duration timeout, @Nullable Double temperature) {
        return OpenAiChatModel.builder()
                .baseUrl(endpoint.baseUrl().toString())
                .apiKey(endpoint.key().orElse("none"))
                .modelName(name)
                .timeout(timeout)
                .maxRetries(0)
                .temperature(temperature)
                .build();
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        try {
            return adapted(request);
        } catch (RuntimeException e) {
            RuntimeException told = isUnreachable(e) ? unreachable(e) : e;
            throw endpoint.key().map(key -> withoutKey(told, key)).orElse(told);
        }
    }

    /** Newer models refuse what older ones know: what was refused once is not sent again. */
    private ChatResponse adapted(ChatRequest request) {
        while (true) {
            boolean withTemperature = !temperatureRefused;
            boolean withMaxTokens = request.maxOutputTokens() != null && !maxTokensRefused;
            try {
                return (withTemperature ? exact : free)
                        .chat(withMaxTokens ? request : renamed(request));
            } catch (InvalidRequestException e) {
                if (withTemperature && mentionsParameter(e, "temperature")) {
                    temperatureRefused = true;
                } else if (withMaxTokens && mentionsParameter(e, "max_tokens")) {
                    maxTokensRefused = true;
                } else {
                    throw e;
                }
            }
        }
    }

    /** The bound of the answer, if there is one, under its newer name. */
    private static ChatRequest renamed(ChatRequest request) {
        if (request.maxOutputTokens() == null) {
            return request;
        }
        return ChatRequest.builder()
                .messages(request.messages())
                .parameters(
                        OpenAiChatRequestParameters.builder()
                                .toolSpecifications(request.toolSpecifications())
                                .maxCompletionTokens(request.maxOutputTokens())
                                .build())
                .build();
    }

    private static boolean isUnreachable(Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof ConnectException || at instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private RuntimeException unreachable(RuntimeException fault) {
        URI url = endpoint.baseUrl();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return new RetriableException(url.getHost() + port + " cannot be reached", fault);
    }

    private static boolean mentionsParameter(InvalidRequestException fault, String name) {
        return String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT).contains(name);
    }

    /** The same kind of fault without the key: providers repeat it when they refuse it. */
    private static RuntimeException withoutKey(RuntimeException fault, String key) {
        if (!mentions(fault, key)) {
            return fault;
        }
        String message = String.valueOf(fault.getMessage()).replace(key, "[key]");
        return switch (fault) {
            case AuthenticationException _ -> new AuthenticationException(message);
            case RateLimitException _ -> new RateLimitException(message);
            case ModelNotFoundException _ -> new ModelNotFoundException(message);
            case InvalidRequestException _ -> new InvalidRequestException(message);
            case TimeoutException _ -> new TimeoutException(message);
            case NonRetriableException _ -> new NonRetriableException(message);
            case RetriableException _ -> new RetriableException(message);
            case HttpException http -> new HttpException(http.statusCode(), message);
            default -> new LangChain4jException(message);
        };
    }

    private static boolean mentions(Throwable fault, String key) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (String.valueOf(at.getMessage()).contains(key)) {
                return true;
            }
        }
        return false;
    }
}
