package dev.handaxe.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say who is asked, how, and at what price. Confined to one thread. */
final class ModelOptions {

    @Option(
            names = "--model",
            paramLabel = "SPEC",
            description = "openai:MODEL, ollama:MODEL or replay:FILE.")
    private @Nullable String model;

    @Option(
            names = "--optimizer-model",
            paramLabel = "SPEC",
            description = "A model of its own for the optimizer.")
    private @Nullable String optimizerModel;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Where the provider's protocol is spoken.")
    private @Nullable String baseUrl;

    @Option(
            names = "--request-timeout",
            paramLabel = "D",
            description = "Of one model call (120s).")
    private @Nullable String requestTimeout;

    @Option(names = "--concurrency", paramLabel = "N", description = "Rollouts at a time (4).")
    private @Nullable Integer concurrency;

    @Option(names = "--budget-tokens", paramLabel = "T", description = "Tokens in all.")
    private @Nullable Long budgetTokens;

    @Option(names = "--budget-calls", paramLabel = "N", description = "Model calls in all.")
    private @Nullable Long budgetCalls;

    @Option(
            names = "--budget-money",
            paramLabel = "A",
            description = "Money for model calls in all, in the currency of --prices.")
    private @Nullable BigDecimal budgetMoney;

    @Option(
            names = "--budget-time",
            paramLabel = "D",
            description = "Time in all, such as 30m; pauses before a resume do not count.")
    private @Nullable String budgetTime;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "JSON: the models' prices per million tokens.")
    private @Nullable Path prices;

    @Option(
            names = "--max-output-tokens",
            paramLabel = "N",
            description = "The longest answer models are asked for; makes budgets exact.")
    private @Nullable Integer maxOutputTokens;

    /**
     * Puts what was given, by the name of its option.
     *
     * @throws UsageException for what is malformed
     */
    void putInto(Map<String, String> given) {
        put(given, "model", specified("--model", model));
        put(given, "optimizer-model", specified("--optimizer-model", optimizerModel));
        put(given, "base-url", baseUrl);
        put(given, "request-timeout", requestTimeout);
        put(given, "concurrency", concurrency);
        put(given, "budget-tokens", budgetTokens);
        put(given, "budget-calls", budgetCalls);
        put(given, "budget-money", budgetMoney == null ? null : budgetMoney.toPlainString());
        put(given, "budget-time", budgetTime);
        put(given, "prices", prices == null ? null : prices.toAbsolutePath().normalize());
        put(given, "max-output-tokens", maxOutputTokens);
    }

    /** Puts it, unless it was not given. */
    static void put(Map<String, String> given, String key, @Nullable Object value) {
        if (value != null) {
            given.put(key, value.toString());
        }
    }

    /** A recording's place must hold when the run is resumed from another folder. */
    private static @Nullable ModelSpec specified(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        ModelSpec spec = ModelSpec.parse(option, text);
        return spec.provider() == ModelSpec.Provider.REPLAY
                ? new ModelSpec(
                        spec.provider(), Path.of(spec.name()).toAbsolutePath().normalize() + "")
                : spec;
    }
}
