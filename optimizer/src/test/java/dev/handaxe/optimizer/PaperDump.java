package dev.handaxe.optimizer;

import java.util.List;

/**
 * What the paper shows its optimizer of the same rollouts: all conversations with a 1 or 0 for each
 * task. To compare prompts with.
 */
final class PaperDump {
    private PaperDump() {}

    static String text(List<Rollout> rollouts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rollouts.size(); i++) {
            Rollout rollout = rollouts.get(i);
            text.append("Conversation ").append(i + 1).append(": ");
            text.append(Json.write(ModelJson.messages(rollout.messages())));
            text.append("\nResult: ").append(rollout.solved() ? 1 : 0).append("\n\n");
        }
        return text.toString();
    }

    /** At four characters a token, as everywhere here. */
    static long tokens(String text) {
        return text.length() / Evidence.CHARS_PER_TOKEN;
    }
}
