package dev.handaxe.runtime.internal.confinement;

import dev.handaxe.runtime.internal.confinement.HostTool.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of trying a confinement: a JVM was started in it that read the worker home's jars and
 * told what it saw of itself.
 */
sealed interface Trial {
    /**
     * It works.
     *
     * @param facts what {@link ConfinementProbe} printed
     */
    record Works(Map<String, String> facts) implements Trial {}

    /** It does not; the reason is one line. */
    record Fails(String reason) implements Trial {}

    /** The command of the JVM that is started to try a confinement. */
    static List<String> probe(Path jdk, Path home) {
        return List.of(
                jdk.resolve("bin").resolve("java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                home.resolve("lib") + "/*",
                ConfinementProbe.class.getName(),
                home.toString(),
                "/",
                "/tmp",
                "/dev",
                "/proc/sys/kernel/core_pattern",
                "/proc/self/oom_score_adj",
                jdk.toString());
    }

    /** Runs a probe's command as that user. */
    static Trial of(List<String> command, WorkerUser user) {
        Run run = HostTool.run(command);
        Map<String, String> facts = new TreeMap<>();
        for (String line : run.output().lines().toList()) {
            int end = line.indexOf('=');
            if (line.startsWith(ConfinementProbe.MARK) && end > 0) {
                facts.put(
                        line.substring(ConfinementProbe.MARK.length(), end),
                        line.substring(end + 1));
            }
        }
        if (!run.succeeded() || facts.isEmpty()) {
            return new Fails(run.reason());
        }
        facts.put("host uid", Integer.toString(user.id()));
        return new Works(facts);
    }
}
