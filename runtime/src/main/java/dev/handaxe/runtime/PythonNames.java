package dev.handaxe.runtime;

import java.util.Set;
import java.util.regex.Pattern;

/** Which words can name a function or a parameter, for Python and for every provider. */
final class PythonNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** Python 3.12's keywords, and the one name that cannot be assigned. */
    private static final Set<String> RESERVED =
            Set.of(
                    ("False None True and as assert async await break class continue def del elif"
                                    + " else except finally for from global if import in is lambda"
                                    + " nonlocal not or pass raise return try while with yield"
                                    + " __debug__")
                            .split(" "));

    private PythonNames() {}

    /** Whether it is an identifier of at most 64 ASCII letters, digits and underscores. */
    static boolean isIdentifier(String word) {
        return NAME.matcher(word).matches() && !RESERVED.contains(word);
    }
}
