package dev.handaxe.optimizer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Which call of a run this is, in words that stay the same from run to run.
 *
 * <p>Immutable.
 *
 * @param role who asks
 * @param sample what makes two equal prompts two draws: the task and its repeat, or the epoch and
 *     its action; equal prompts of one sample share one answer
 * @param step where in the sample: the round, or the try
 * @param set the first characters of the function set's hash
 */
record CallLabel(Role role, String sample, String step, String set) {
    CallLabel {
        Objects.requireNonNull(role);
        Objects.requireNonNull(sample);
        Objects.requireNonNull(step);
        Objects.requireNonNull(set);
    }

    /** Which of the two models is asked. */
    enum Role {
        AGENT("agent"),
        OPTIMIZER("optimizer");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** Who asked, by the text of a label. */
        static Role of(String text) {
            return Arrays.stream(values())
                    .filter(role -> text.startsWith(role.word + " "))
                    .findFirst()
                    .orElse(AGENT);
        }
    }

    static CallLabel agent(RolloutId id, int round) {
        return new CallLabel(
                Role.AGENT,
                "%s task %s repeat %d".formatted(id.split(), id.taskId(), id.repeat()),
                "round " + round,
                id.set());
    }

    static CallLabel optimizer(StepName step, int action, int attempt, String setHash) {
        return new CallLabel(
                Role.OPTIMIZER,
                "%s action %d".formatted(step.text(), action),
                "try " + attempt,
                setHash.substring(0, 8));
    }

    /** The same for the n-th time that an attempt makes the same request, from 1. */
    CallLabel draw(int number) {
        return number == 1 ? this : new CallLabel(role, sample + " draw " + number, step, set);
    }

    /** The label with that before its sample. */
    CallLabel within(String scope) {
        return new CallLabel(role, scope + sample, step, set);
    }

    /** The label without the function set. */
    String place() {
        return role.word + " " + sample + " " + step;
    }

    /** The label as recordings and messages show it. */
    String text() {
        return place() + " set " + set;
    }

    /** SHA-256 over the request and the sample; no model, provider or time is in it. */
    String key(ModelRequest request) {
        return sha256("call 1\n" + role.word + " " + sample + "\n" + ModelJson.write(request));
    }

    static String sha256(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
