package dev.handaxe.runtime.internal.confinement;

import dev.handaxe.runtime.ConfinementReport;
import dev.handaxe.runtime.ConfinementReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the facts that a confined process told, against those of this process: a namespace is its
 * own if the kernel names another one.
 */
final class ConfinementEvidence {
    private static final String NO_CAPABILITIES = "0000000000000000";
    private static final String FILTERING = "2";

    /** What bubblewrap gives wherever it counts as present. */
    private static final Set<String> PROMISED =
            Set.of(
                    "no network",
                    "own processes",
                    "own shared memory and queues",
                    "own host name",
                    "own users",
                    "own files",
                    "empty environment",
                    "no new privileges",
                    "no capabilities",
                    "open files limited",
                    "file size limited",
                    "no core dumps");

    private final Map<String, String> outside;
    private final Map<String, String> inside;
    private final List<Finding> findings = new ArrayList<>();

    ConfinementEvidence(Map<String, String> outside, Map<String, String> inside) {
        this.outside = outside;
        this.inside = inside;
    }

    /** What is missing from a report that must not be: the first of it, with its evidence. */
    static Optional<String> missingFrom(ConfinementReport report) {
        return report.findings().stream()
                .filter(finding -> PROMISED.contains(finding.topic()) && !finding.held())
                .map(finding -> finding.topic() + " (" + finding.evidence() + ")")
                .findFirst();
    }

    ConfinementReport ofBubblewrap(String tool, boolean filterLoaded, Optional<String> weaker) {
        add("bubblewrap", true, tool);
        namespaces();
        boolean ownFiles = isOwn("mnt") && fact("writable").equals("/tmp");
        add("own files", ownFiles, "/ has " + fact("root") + "; writable: " + fact("writable"));
        atMost("own folder bounded", "folder bytes", Bubblewrap.FOLDER_BYTES);
        boolean filtered = filterLoaded && fact("Seccomp").equals(FILTERING);
        addFiltered(filtered);
        process(filtered);
        add("dies with this process", true, "bubblewrap asked the kernel for it");
        return report("bubblewrap", weaker);
    }

    ConfinementReport ofProcess(String reason, Optional<String> weaker) {
        add("bubblewrap", false, reason);
        namespaces();
        add("own files", false, "needs bubblewrap; sees what its user may read" + writable());
        addFiltered(false);
        process(false);
        boolean dies = fact("NoNewPrivs").equals("1"); // the same program sets both
        add(
                "dies with this process",
                dies,
                dies ? "setpriv asked the kernel for it" : "no setpriv");
        return report("process", weaker);
    }

    private ConfinementReport report(String name, Optional<String> weaker) {
        weaker.ifPresent(reason -> add("strongest variant", false, reason));
        return new ConfinementReport(name, findings);
    }

    private void namespaces() {
        namespace("no network", "net", "interfaces: " + fact("interfaces"));
        namespace("own processes", "pid", "sees " + fact("processes"));
        namespace("own shared memory and queues", "ipc", "");
        namespace("own host name", "uts", fact("hostname"));
        namespace("own users", "user", "user " + fact("uid") + ", outside " + fact("host uid"));
        namespace("own control groups", "cgroup", "");
    }

    private void process(boolean filtered) {
        String environment = fact("environment");
        // The locale is a constant of the launcher's, PWD is bubblewrap's own.
        String more = environment.replace("LC_ALL", "").replace("PWD", "");
        boolean empty = inside.containsKey("environment") && more.isBlank();
        add("empty environment", empty, environment.isEmpty() ? "no variable" : environment);
        equal("no new privileges", "NoNewPrivs", "1");
        equal("no capabilities", "CapPrm", NO_CAPABILITIES);
        boolean root = fact("host uid").equals("0");
        add("not root", !root && !inside.isEmpty(), "user " + fact("host uid") + " on the host");
        atMost("open files limited", "limit.Max open files", ResourceLimits.OPEN_FILES);
        atMost("file size limited", "limit.Max file size", ResourceLimits.FILE_BYTES);
        atMost("no core dumps", "limit.Max core file size", 0);
        if (filtered) {
            add("processes limited", true, "the filter of system calls refuses new ones");
        } else if (root) {
            add("processes limited", false, "the limit of processes does not bind root");
        } else {
            atMost("processes limited", "limit.Max processes", ResourceLimits.PROCESSES);
        }
    }

    private void addFiltered(boolean filtered) {
        String ofHost = fact("Seccomp").equals(FILTERING) ? ", but the host's own is (mode 2)" : "";
        add(
                "system calls filtered",
                filtered,
                filtered ? "seccomp mode " + fact("Seccomp") : "no filter was loaded" + ofHost);
    }

    /** That a container's root is read-only shows here alone. */
    private String writable() {
        return inside.containsKey("writable")
                ? "; of what was tried writable: " + fact("writable")
                : "";
    }

    private void namespace(String topic, String name, String detail) {
        boolean own = isOwn(name);
        String which = own ? fact("ns." + name) : "the host's";
        add(topic, own, detail.isEmpty() ? which : which + ", " + detail);
    }

    private boolean isOwn(String namespace) {
        String here = outside.get("ns." + namespace);
        String there = inside.get("ns." + namespace);
        return here != null && there != null && !here.equals(there);
    }

    private void equal(String topic, String key, String wanted) {
        add(topic, fact(key).equals(wanted), key + " " + fact(key));
    }

    private void atMost(String topic, String key, long most) {
        String value = fact(key);
        boolean held = value.matches("\\d+") && Long.parseLong(value) <= most;
        add(topic, held, "at most " + value);
    }

    private String fact(String key) {
        return inside.getOrDefault(key, "unknown");
    }

    private void add(String topic, boolean held, String evidence) {
        findings.add(new Finding(topic, held, evidence));
    }
}
