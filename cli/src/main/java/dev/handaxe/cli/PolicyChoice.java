package dev.handaxe.cli;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Image;
import dev.handaxe.policy.PolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy named on the command line: a preset's name, otherwise a file. */
final class PolicyChoice {
    private PolicyChoice() {}

    /**
     * The policy with the image that {@code --image} names, or as it is without.
     *
     * @throws PolicyException if the policy has no other image than its own
     */
    static ExecutionPolicy withImage(ExecutionPolicy policy, @Nullable String word) {
        if (word == null) {
            return policy;
        }
        for (Image image : Image.values()) {
            if (image.key().equals(word)) {
                return policy.with(image);
            }
        }
        throw new UsageException("--image: '" + word + "' is none of startup, jit, auto");
    }

    /**
     * The policy of that name.
     *
     * @throws PolicyException if it is neither a preset nor a policy file without errors
     */
    static ExecutionPolicy named(String nameOrFile) {
        if (ExecutionPolicy.presets().contains(nameOrFile)) {
            return ExecutionPolicy.preset(nameOrFile);
        }
        Path file = Path.of(nameOrFile);
        if (Files.exists(file) || nameOrFile.contains("/") || nameOrFile.endsWith(".json")) {
            return ExecutionPolicy.read(file);
        }
        throw new PolicyException(
                List.of(
                        "--policy: '%s' is neither a preset (%s) nor a file"
                                .formatted(
                                        nameOrFile, String.join(", ", ExecutionPolicy.presets()))));
    }
}
