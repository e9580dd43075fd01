package dev.handaxe.spark;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries faults of Handaxe through Spark, which keeps only their text. No state. */
final class Faults {
    private static final int MAX_MESSAGE = 400;
    private static final Pattern CARRIED = Pattern.compile("handaxe fault ([A-Z_]+): ([^\\n]*)");

    private Faults() {}

    /** What a task throws in the place of a fault of the host it runs on. */
    static IllegalStateException carrying(HandaxeException fault) {
        String line = fault.getMessage().replace('\n', ' ');
        return new IllegalStateException(
                "handaxe fault %s: %s".formatted(fault.code(), line), fault);
    }

    /** The fault that a failed job was about. */
    static HandaxeException of(Exception failure) {
        if (failure instanceof HandaxeException known) {
            return known;
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Matcher carried = CARRIED.matcher(String.valueOf(each.getMessage()));
            if (carried.find()) {
                return new HandaxeException(
                        Code.valueOf(carried.group(1)),
                        "on an executor: " + carried.group(2),
                        failure);
            }
        }
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String said = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
        boolean missing =
                said.contains("Input path does not exist") || said.contains("[PATH_NOT_FOUND]");
        return new HandaxeException(
                missing ? Code.INVALID_INPUT : Code.IO,
                "Spark: " + OutcomeFormat.printable(said, MAX_MESSAGE),
                failure);
    }
}
