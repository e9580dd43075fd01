package dev.handaxe.cli;

import dev.handaxe.policy.PolicyException;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/**
 * A fault as the command reports it: an exit code, a stable word, lines for people.
 *
 * <p>Immutable.
 *
 * @param code the word in {@code error.code}
 * @param lines at least one; the first says what, where, and what would be right
 */
record Failure(ExitCode exit, String code, List<String> lines) {
    private static final int MAX_LINE = 2_000;

    Failure {
        lines = lines.stream().map(line -> OutcomeFormat.printable(line, MAX_LINE)).toList();
    }

    static Failure of(Throwable fault) {
        return switch (fault) {
            case ParameterException usage ->
                    new Failure(ExitCode.USAGE, "usage", List.of(said(usage)));
            case UsageException usage -> new Failure(ExitCode.USAGE, "usage", List.of(said(usage)));
            case PolicyException policy -> new Failure(ExitCode.USAGE, "policy", policy.problems());
            case HandaxeException handaxe ->
                    new Failure(
                            ExitCode.of(handaxe.code()),
                            handaxe.code().name().toLowerCase(Locale.ROOT),
                            List.of(said(handaxe)));
            case InterruptedException _ ->
                    new Failure(ExitCode.INTERRUPTED, "interrupted", List.of("interrupted"));
            default ->
                    new Failure(
                            ExitCode.BUG,
                            "internal",
                            List.of(
                                    "a bug in Handaxe: "
                                            + fault
                                            + " (again with --debug shows where)"));
        };
    }

    private static String said(Throwable fault) {
        String message = fault.getMessage();
        return message == null ? fault.getClass().getSimpleName() : message;
    }

    /** The object of the contract. */
    String json() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", String.join("; ", lines));
        if (lines.size() > 1) {
            error.put("problems", lines);
        }
        return Json.write(Map.of("error", error));
    }
}
