package dev.handaxe.runtime;

import java.util.List;

/**
 * What confines a sandbox's workers on this host, found by trying it: every finding with what the
 * kernel said of a process that was started like a worker.
 *
 * <p>Immutable.
 *
 * @param name what every outcome's report says: {@code bubblewrap} or {@code process}
 * @param findings in a fixed order of topics
 */
public record ConfinementReport(String name, List<Finding> findings) {
    /** Keeps its own copy. */
    public ConfinementReport {
        findings = List.copyOf(findings);
    }

    /**
     * One thing that confinement may give.
     *
     * @param topic what, in a few words: {@code no network}
     * @param held whether this host gives it
     * @param evidence what was seen, or why it is not given; one line
     */
    public record Finding(String topic, boolean held, String evidence) {}
}
