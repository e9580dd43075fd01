package dev.handaxe.optimizer;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RetriableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a failed model call means: whether it may pass, and what a person is told. */
final class ProviderFault {
    /** Rate limits that no waiting ends: the account has no money left. */
    private static final Pattern QUOTA =
            Pattern.compile(
                    "insufficient[_ ]quota|exceeded your current quota|billing|credit balance");

    /** What may stand in a provider's message and must not in ours. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)(bearer\\s+|api[-_ ]?key\\W{1,4}|x-api-key\\W{1,4}|key=)[^\\s\"',}]+"
                            + "|\\b(sk|pk|rk|xai|gsk|AIza)[-_A-Za-z0-9*]{8,}");

    private ProviderFault() {}

    /** Whether the same call may succeed a little later. */
    static boolean passes(Throwable fault) {
        if (mentionsQuota(fault)) {
            return false;
        }
        for (Throwable cause : causes(fault)) {
            switch (cause) {
                case NonRetriableException _ -> {
                    return false;
                }
                case RetriableException _ -> {
                    return true;
                }
                case HttpException e -> {
                    int status = e.statusCode();
                    return status == 408 || status == 409 || status == 429 || status >= 500;
                }
                case IOException _ -> {
                    return true;
                }
                case java.util.concurrent.TimeoutException _ -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /** Whether the fault is that this thread was told to stop. */
    static boolean isInterrupt(Throwable fault) {
        return causes(fault).stream()
                .anyMatch(
                        cause ->
                                cause instanceof InterruptedException
                                        || cause instanceof ClosedByInterruptException);
    }

    static HandaxeException asHandaxe(Throwable fault, int attempts) {
        if (fault instanceof HandaxeException already) {
            return already;
        }
        String said = fault.getMessage() == null ? "" : ": " + fault.getMessage();
        String message =
                "the model call failed%s: %s%s"
                        .formatted(
                                attempts > 1 ? " " + attempts + " times" : "",
                                fault.getClass().getSimpleName(),
                                said);
        return new HandaxeException(Code.PROVIDER, safe(message));
    }

    /** One printable, bounded line without credentials. */
    static String safe(String message) {
        String hidden = SECRET.matcher(message).replaceAll("***");
        return OutcomeFormat.printable(hidden.replaceAll("\\s+", " "), 500);
    }

    private static boolean mentionsQuota(Throwable fault) {
        return causes(fault).stream()
                .map(Throwable::getMessage)
                .anyMatch(
                        message ->
                                message != null
                                        && QUOTA.matcher(message.toLowerCase(Locale.ROOT)).find());
    }

    private static List<Throwable> causes(Throwable fault) {
        List<Throwable> chain = new ArrayList<>();
        @Nullable Throwable next = fault;
        while (next != null && chain.size() < 20) {
            chain.add(next);
            next = next.getCause();
        }
        return chain;
    }
}
