package dev.handaxe.runtime.internal.confinement;

import dev.handaxe.runtime.BubblewrapUse;
import dev.handaxe.runtime.ConfinementReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds out, by trying, how workers are confined on this host: with bubblewrap if it works,
 * otherwise as far as a plain process can be. It takes a quarter of a second, once for a sandbox.
 */
public final class ConfinementDetection {
    private ConfinementDetection() {}

    /**
     * What was found.
     *
     * @param withoutBubblewrap why bubblewrap does not confine, one line; empty if it does
     */
    public record Detected(
            WorkerConfinement confinement,
            Optional<String> withoutBubblewrap,
            ConfinementReport report) {}

    /**
     * Tries what this host gives to workers of that JDK and that home.
     *
     * @param use whether bubblewrap may be used
     * @param first told what is tried first, if it is bubblewrap, before it is tried
     */
    public static Detected detect(
            Path jdk, Path home, BubblewrapUse use, Consumer<WorkerConfinement> first) {
        Map<String, String> outside = outside();
        return switch (BubblewrapTrial.run(outside, jdk, home, use, first)) {
            case BubblewrapTrial.Result.Found(var bubblewrap, var report) ->
                    new Detected(bubblewrap, Optional.empty(), report);
            case BubblewrapTrial.Result.Absent(String reason) -> {
                PlainTrial.Result plain = PlainTrial.run(outside, jdk, home);
                ConfinementEvidence evidence = new ConfinementEvidence(outside, plain.facts());
                yield new Detected(
                        plain.confinement(),
                        Optional.of(reason),
                        evidence.ofProcess(reason, plain.weaker()));
            }
        };
    }

    private static Map<String, String> outside() {
        try {
            return HostTool.onLinux() ? ConfinementProbe.facts(List.of()) : Map.of();
        } catch (IOException | RuntimeException e) {
            return Map.of(); // nothing to compare with: no namespace counts as the worker's own
        }
    }
}
