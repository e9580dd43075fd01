package dev.handaxe.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A model as the command line names it, such as {@code openai:gpt-4.1-mini}.
 *
 * <p>Immutable.
 *
 * @param name the model, or the recording's file
 */
record ModelSpec(Provider provider, String name) {

    /** Who answers. */
    enum Provider {
        OPENAI,
        OLLAMA,
        REPLAY,
        ANTHROPIC,
        GEMINI;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads one.
     *
     * @throws UsageException if it has another form, or names a provider that is not available yet
     */
    static ModelSpec parse(String option, String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        Provider provider =
                Arrays.stream(Provider.values())
                        .filter(known -> known.key().equals(word))
                        .findFirst()
                        .orElseThrow(() -> invalid(option, text));
        return switch (provider) {
            case ANTHROPIC, GEMINI -> throw UsageException.notYet(option + " " + word + ":");
            case OPENAI, OLLAMA, REPLAY -> {
                if (name.isBlank()) {
                    throw invalid(option, text);
                }
                yield new ModelSpec(provider, name);
            }
        };
    }

    private static UsageException invalid(String option, String text) {
        String known =
                Arrays.stream(Provider.values())
                        .map(provider -> provider.key() + ":")
                        .collect(Collectors.joining(", "));
        return new UsageException(
                "%s: '%s' names no model; one of %s is followed by a model's name, replay: by a file"
                        .formatted(option, text, known));
    }

    @Override
    public String toString() {
        return provider.key() + ":" + name;
    }
}
