package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.ReportedEpoch.Proposal;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.ParameterSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A function as far as two versions of it are compared: what runs, and what the agent is told.
 *
 * <p>Immutable.
 *
 * @param schema of its parameters, as a JSON text; also one that is malformed
 */
record FunctionText(String source, String description, String schema, List<String> packages) {
    FunctionText {
        packages = List.copyOf(packages);
    }

    static FunctionText of(FunctionDefinition function) {
        return new FunctionText(
                function.source(),
                function.description(),
                function.parameters().json(),
                function.packages());
    }

    /** As a model proposed it; its schema in the form that stores have, if it is one. */
    static FunctionText of(Proposal proposal) {
        return new FunctionText(
                proposal.code(), proposal.description(), normal(proposal.schema()), List.of());
    }

    private static String normal(String schema) {
        try {
            return ParameterSchema.parse(schema).json();
        } catch (HandaxeException _) {
            return schema;
        }
    }

    /** What the agent is told, a line each. */
    List<String> told() {
        List<String> lines = new ArrayList<>();
        lines.add("description:");
        description.lines().forEach(line -> lines.add("  " + line));
        lines.add("parameters:");
        PrettyJson.of(schema).lines().forEach(line -> lines.add("  " + line));
        if (!packages.isEmpty()) {
            lines.add("packages: " + String.join(", ", packages));
        }
        return lines;
    }
}
