package dev.handaxe.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Options that every command takes, before or after the command's name: the root has them and all
 * others inherit. Confined to one thread.
 */
final class CommonOptions {

    /** How progress is drawn on stderr. */
    enum ProgressMode {
        /** A bar on a terminal, plain lines elsewhere. */
        AUTO,
        /** Lines. */
        PLAIN,
        /** Nothing. */
        NONE
    }

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print exactly one JSON object to stdout.")
    private boolean json;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print stack traces of faults to stderr.")
    private boolean debug;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "No colours, as NO_COLOR does.")
    private boolean noColour;

    @Option(
            names = "--progress",
            scope = ScopeType.INHERIT,
            paramLabel = "auto|plain|none",
            description = "How progress is drawn on stderr (default: auto).")
    private ProgressMode progress = ProgressMode.AUTO;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = "--version",
            scope = ScopeType.INHERIT,
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }

    boolean noColour() {
        return noColour;
    }

    ProgressMode progress() {
        return progress;
    }

    boolean help() {
        return help;
    }

    boolean version() {
        return version;
    }
}
