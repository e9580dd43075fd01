package dev.handaxe.cli;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.PolicyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A policy named on the command line: a preset's name, otherwise a file. */
final class PolicyChoice {
    private PolicyChoice() {}

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
