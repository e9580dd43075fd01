package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import java.text.Normalizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Which code of a set a call can run: what it names, what that names, and every function whose
 * module does more than define, because all of a set's modules are run before any call. It errs to
 * the safe side: where names may be put together at run time, it is the whole set.
 *
 * <p>Thread-safe.
 */
final class Reach {
    /** With one of these, code can find functions that it does not name. */
    private static final Pattern DYNAMIC =
            Pattern.compile(
                    "\\b(globals|locals|vars|dir|eval|exec|compile|getattr|setattr|delattr|modules"
                            + "|__\\w+__|f_globals|f_locals|_getframe|currentframe|importlib|builtins"
                            + "|inspect|gc|pickle|attrgetter|methodcaller)\\b"
                            + "|\\b(import|from)\\s+functions\\b");

    /** Unindented lines that only define: imports, functions, plain constants, comments. */
    private static final Pattern DEFINING =
            Pattern.compile(
                    "(async )?def \\w+\\([^()]*\\)[^()]*:.*|(import|from) [^;]*|#.*|[)\\]}]+,?"
                            + "|@(functools\\.)?(lru_cache|cache)(\\(.*\\))?|\\w+(: *\\w+)? *= *[^(]*");

    private static final Pattern CALL = Pattern.compile("[(@]");

    private final FunctionSet functions;
    private final String always;
    private final Map<String, String> hashes = new ConcurrentHashMap<>();

    Reach(FunctionSet functions) {
        this.functions = functions;
        var acting = new StringBuilder();
        for (FunctionDefinition function : functions.functions()) {
            if (actsWhenDefined(function.source())) {
                acting.append(function.name()).append('\n');
            }
        }
        this.always = acting.toString();
    }

    /** A hash of what a call of the function can run. */
    String ofFunction(String name) {
        return hashes.computeIfAbsent(name, this::hash);
    }

    /** A hash of what the program can run of the set. */
    String ofProgram(String source) {
        return hash(source);
    }

    /** What a program, or a call of the function of that name, can run of the set. */
    FunctionSet reached(String source) {
        FunctionSet reached = functions.reachable(always + source);
        boolean dynamic =
                isDynamic(source)
                        || reached.functions().stream().anyMatch(f -> isDynamic(f.source()));
        return dynamic ? functions : reached;
    }

    /** Whether another function of the set names it, and so may need it. */
    static boolean isNamed(FunctionSet functions, String name) {
        return functions.functions().stream()
                .filter(function -> !function.name().equals(name))
                .anyMatch(function -> names(function, name));
    }

    /** Whether that word stands in the function's source. */
    static boolean names(FunctionDefinition function, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(function.source())
                .find();
    }

    private String hash(String source) {
        return reached(source).hash();
    }

    private static boolean isDynamic(String source) {
        return DYNAMIC.matcher(Normalizer.normalize(source, Normalizer.Form.NFKC)).find();
    }

    /** Whether running the module may do something that other functions notice. */
    static boolean actsWhenDefined(String source) {
        boolean constant = false;
        for (String line : source.lines().toList()) {
            boolean outer = !line.isBlank() && !Character.isWhitespace(line.charAt(0));
            if (outer) {
                if (!DEFINING.matcher(line).matches()) {
                    return true;
                }
                constant = !line.contains("def ") && line.contains("=");
            } else if (constant && CALL.matcher(line).find()) {
                return true;
            }
        }
        return false;
    }
}
