package dev.handaxe.worker;

import dev.handaxe.runtime.GuestError;
import dev.handaxe.runtime.Outcome.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Tells a refusal by the policy from an ordinary error, by the words in which GraalPy 25.2.4 and
 * the polyglot layer refuse. A refusal that is not known here is reported as the error it arrived
 * in: it was refused all the same. Thread-safe.
 */
final class Refusals {
    private static final Pattern HALTED =
            Pattern.compile("import of (\\S+) halted; None in sys\\.modules");

    /** How modules.py refuses. */
    private static final String NOT_ALLOWED = "the policy does not allow the module ";

    private static final String NOT_PERMITTED = "[Errno 1] Operation not permitted";
    private static final int MAX_ENTRIES = 200;
    private static final Set<String> HOST_MODULES = Set.of("java", "jarray");
    private static final Set<String> POLYGLOT_MODULES = Set.of("polyglot");

    /**
     * What the image jit's engine, 25.0.3, throws through the guest; 25.2.4 raises it in Python.
     */
    private static final String NO_POSIX = "UnsupportedPosixFeatureException";

    private Refusals() {}

    /** What was refused, and its name. */
    record Refusal(Capability capability, String name) {}

    static Optional<Refusal> find(PolyglotException e, GuestError error, SpareContext spare) {
        String message = error.message();
        if (e.isInternalError()) {
            return error.type().endsWith(NO_POSIX) ? excluded(message) : internal(message);
        }
        return switch (error.type()) {
            case "PermissionError", "OSError" ->
                    host(error, spare).or(() -> file(e, message, spare)).or(() -> process(e));
            case "FileNotFoundError" -> process(e);
            case "io.UnsupportedOperation", "UnsupportedOperation" -> excluded(message);
            case "ModuleNotFoundError", "ImportError" -> module(message);
            case "SystemError" ->
                    // said instead of "native access is not allowed" from the second context on
                    when(
                            message.contains("IsolateNativeModules"),
                            Capability.MODULE,
                            "native extension");
            case "NotImplementedError", "RuntimeError" -> access(message);
            default -> Optional.empty();
        };
    }

    private static Optional<Refusal> host(GuestError error, SpareContext spare) {
        return error.type().equals(HostRefusals.TYPE)
                ? spare.hostRefusals()
                        .function(error.message())
                        .map(name -> new Refusal(Capability.HOST_FUNCTION, name))
                : Optional.empty();
    }

    private static Optional<Refusal> file(PolyglotException e, String message, SpareContext spare) {
        return spare.files()
                .refusedIn(paths(e, message))
                .or(() -> namesNothing(e, message) ? spare.files().lastRefused() : Optional.empty())
                .map(path -> new Refusal(Capability.FILE, bounded(path)));
    }

    /** Without socket access GraalPy has no socket, getaddrinfo and the like: "X was excluded". */
    private static Optional<Refusal> excluded(String message) {
        String end = " was excluded";
        return message.endsWith(end)
                ? Optional.of(
                        new Refusal(
                                Capability.SOCKET,
                                bounded(message.substring(0, message.length() - end.length()))))
                : Optional.empty();
    }

    private static Optional<Refusal> access(String message) {
        return switch (message) {
            case "host lookup is not allowed" ->
                    Optional.of(new Refusal(Capability.HOST, "host lookup"));
            case "host access is not allowed" ->
                    Optional.of(new Refusal(Capability.HOST, "host access"));
            case "polyglot access is not allowed" ->
                    Optional.of(new Refusal(Capability.POLYGLOT, "polyglot access"));
            case String _ -> Optional.empty();
        };
    }

    private static Optional<Refusal> internal(String message) {
        if (message.contains("Process creation is not allowed")) {
            return Optional.of(new Refusal(Capability.PROCESS, "process"));
        }
        return when(
                message.contains("Creating threads is not allowed"), Capability.THREAD, "thread");
    }

    private static Optional<Refusal> module(String message) {
        if (message.startsWith(NOT_ALLOWED)) {
            String name = message.substring(NOT_ALLOWED.length());
            return Optional.of(new Refusal(Capability.MODULE, bounded(name)));
        }
        Matcher halted = HALTED.matcher(message);
        if (halted.find()) {
            String name = bounded(halted.group(1));
            String root = name.split("\\.", 2)[0];
            Capability capability =
                    HOST_MODULES.contains(root)
                            ? Capability.HOST
                            : POLYGLOT_MODULES.contains(root)
                                    ? Capability.POLYGLOT
                                    : Capability.MODULE;
            return Optional.of(new Refusal(capability, name));
        }
        return when(
                message.contains("native access is not allowed"),
                Capability.MODULE,
                "native extension");
    }

    /** GraalPy's subprocess fails to find any program before it asks for a process. */
    private static Optional<Refusal> process(PolyglotException e) {
        return when(raisedBySubprocess(e), Capability.PROCESS, "subprocess");
    }

    /**
     * Asks the exception's own traceback: the frames of a PolyglotException have no source where an
     * exception passed through a {@code finally}, as in {@code os.popen}.
     */
    private static boolean raisedBySubprocess(PolyglotException e) {
        Value exception = e.getGuestObject();
        try {
            Value entry = exception == null ? null : exception.getMember("__traceback__");
            for (int i = 0; i < MAX_ENTRIES && entry != null && !entry.isNull(); i++) {
                Value code = entry.getMember("tb_frame").getMember("f_code");
                if (code.getMember("co_filename").asString().endsWith("/subprocess.py")) {
                    return true;
                }
                entry = entry.getMember("tb_next");
            }
        } catch (RuntimeException lie) {
            return false; // the guest's exception has a traceback of its own making
        }
        return false;
    }

    /** The exception has the path as it is, unless it was raised without; the message quotes it. */
    private static List<String> paths(PolyglotException e, String message) {
        List<String> paths = new ArrayList<>(GuestMessages.quoted(message));
        Value name = fileName(e);
        if (name != null && name.isString()) {
            paths.addFirst(name.asString());
        }
        return paths;
    }

    /** Those of os.utime and os.truncate name no path. */
    private static boolean namesNothing(PolyglotException e, String message) {
        Value name = fileName(e);
        return message.equals(NOT_PERMITTED) && name != null && name.isNull();
    }

    private static @Nullable Value fileName(PolyglotException e) {
        Value exception = e.getGuestObject();
        try {
            return exception == null ? null : exception.getMember("filename");
        } catch (RuntimeException lie) {
            return null; // the guest's exception has an attribute of its own making
        }
    }

    private static Optional<Refusal> when(boolean refused, Capability capability, String name) {
        return refused ? Optional.of(new Refusal(capability, name)) : Optional.empty();
    }

    private static String bounded(String name) {
        return name.length() <= 500 ? name : name.substring(0, 499) + "…";
    }
}
