package dev.handaxe.optimizer;

/**
 * What model calls cost, in the provider's own count, or an estimate where it gives none.
 *
 * <p>Immutable.
 *
 * @param calls answered requests
 * @param inputTokens of the prompts
 * @param outputTokens of the answers
 */
public record Usage(long calls, long inputTokens, long outputTokens) {
    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Rejects negative counts. */
    public Usage {
        if (calls < 0 || inputTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException("a count is negative");
        }
    }

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(
                calls + other.calls,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens);
    }

    /** Tokens in and out. */
    public long tokens() {
        return inputTokens + outputTokens;
    }
}
