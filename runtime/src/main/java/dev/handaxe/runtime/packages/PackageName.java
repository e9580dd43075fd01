package dev.handaxe.runtime.packages;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.regex.Pattern;

/** Which words can name a package, and which a file of one. */
final class PackageName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");

    /** Printable ASCII: what every file system keeps and every terminal shows. */
    private static final Pattern FILE = Pattern.compile("[ -~&&[^/\\\\]]{1,200}");

    private PackageName() {}

    /**
     * Checks what came from a command line or a manifest.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT}
     */
    static String check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    ("'%s' cannot name a package: letters, digits and underscores can, as in"
                                    + " 'import sympy'")
                            .formatted(line(name, 80)));
        }
        return name;
    }

    /** A text of somebody else's in one printable line. */
    static String line(Object text, int max) {
        return OutcomeFormat.printable(
                String.valueOf(text).replace("\n", "\\n").replace("\t", "\\t"), max);
    }

    static boolean canNameFile(String name) {
        return FILE.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }
}
