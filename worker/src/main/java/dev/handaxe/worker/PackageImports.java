package dev.handaxe.worker;

import java.util.Locale;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * Makes the packages of a worker known to a fresh context, and imports them: before its call, and
 * so at nobody's expense. Thread-safe.
 */
final class PackageImports {
    private static final Source IMPORT =
            Source.newBuilder("python", "__import__('importlib').import_module", "<packages>")
                    .buildLiteral();
    private static final Source SYS =
            Source.newBuilder("python", "__import__('sys')", "<packages>").buildLiteral();
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int MAX_REASON = 400;

    /** How much of the heap packages may take once they are imported; the rest is the guest's. */
    private static final double MAX_SHARE = 0.8;

    private PackageImports() {}

    /**
     * The packages of this worker cannot be had: it ends, and its supervisor is told the message.
     */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }

    /**
     * Imports all packages.
     *
     * @throws Failure if one raises, or the heap is too small for them
     */
    static void into(Context context, PackageFiles files) {
        if (files.names().isEmpty()) {
            return;
        }
        Value sys = context.eval(SYS);
        sys.putMember("dont_write_bytecode", true);
        sys.getMember("path").invokeMember("append", PackageFiles.ROOT.toString());
        Value importModule = context.eval(IMPORT);
        for (String name : files.names()) {
            try {
                importModule.execute(name);
            } catch (PolyglotException e) {
                throw e.isResourceExhausted() || isMemoryError(e)
                        ? tooLarge(files)
                        : raised(name, e);
            } catch (OutOfMemoryError e) {
                throw tooLarge(files);
            }
        }
    }

    /**
     * Checks what is left for guests.
     *
     * @return bytes in use
     * @throws Failure if that is too little
     */
    static long requireRoom(PackageFiles files) {
        Runtime jvm = Runtime.getRuntime();
        jvm.gc();
        long used = jvm.totalMemory() - jvm.freeMemory();
        if (used > MAX_SHARE * jvm.maxMemory()) {
            throw tooLarge(files);
        }
        return used;
    }

    private static boolean isMemoryError(PolyglotException e) {
        return e.getMessage() != null && e.getMessage().startsWith("MemoryError");
    }

    private static Failure tooLarge(PackageFiles files) {
        return new Failure(
                String.format(
                        Locale.ROOT,
                        "the packages %s do not fit in the heap of %d MiB beside a guest: raise"
                                + " heap_bytes, or grant fewer packages",
                        String.join(", ", files.names()),
                        Runtime.getRuntime().maxMemory() >> 20));
    }

    private static Failure raised(String name, PolyglotException e) {
        String message = CONTROL.matcher(String.valueOf(e.getMessage())).replaceAll(" ");
        String hint =
                message.startsWith("ModuleNotFoundError")
                        ? " (a package that it needs must be in the store and in the policy, too)"
                        : "";
        return new Failure(
                "the package %s cannot be imported: %s%s"
                        .formatted(
                                name,
                                message.length() > MAX_REASON
                                        ? message.substring(0, MAX_REASON) + "…"
                                        : message,
                                hint));
    }
}
