package dev.handaxe.optimizer;

import dev.handaxe.optimizer.PythonTokens.Kind;
import dev.handaxe.optimizer.PythonTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python source in a normal form: the same for sources that differ in formatting, comments,
 * docstrings, trailing commas and the names of variables they bind. Different programs keep
 * different forms, as far as tokens tell; where a name's role is not plain, it keeps its name.
 *
 * <p>Confined to one thread.
 */
final class PythonForm {
    private static final Set<String> KEYWORDS =
            Set.of(
                    ("False None True and as assert async await break class continue def del elif"
                                    + " else except finally for from global if import in is lambda"
                                    + " nonlocal not or pass raise return try while with yield")
                            .split(" "));
    private static final Pattern FORMATTED = Pattern.compile("r?[ft]r?[\"']");
    private static final Pattern BRACES = Pattern.compile("\\{[^{}]*}");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.'\"])[A-Za-z_]\\w*(?!['\"])");

    private final List<Token> tokens;
    private final String function;
    private final Set<String> bound = new HashSet<>();
    private final Set<Integer> parameters = new HashSet<>();
    private final Map<String, String> renamed = new HashMap<>();

    private PythonForm(List<Token> tokens, String function) {
        this.tokens = tokens;
        this.function = function;
    }

    /** The form of a source that defines a function of that name. */
    static String of(String source, String function) {
        return new PythonForm(withoutNoise(PythonTokens.of(source)), function).text();
    }

    /**
     * Without strings that stand alone, such as docstrings, and commas before a closing bracket.
     */
    private static List<Token> withoutNoise(List<Token> all) {
        List<Token> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean begins = i == 0 || isBreak(all.get(i - 1));
            boolean alone =
                    all.get(i).kind() == Kind.STRING
                            && begins
                            && (i + 1 == all.size() || all.get(i + 1).kind() == Kind.NEWLINE);
            if (alone) {
                i++;
            } else if (!isTrailingComma(all, i)) {
                kept.add(all.get(i));
            }
        }
        return kept;
    }

    private static boolean isBreak(Token token) {
        return switch (token.kind()) {
            case NEWLINE, INDENT, DEDENT -> true;
            case NAME, NUMBER, STRING, OPERATOR -> false;
        };
    }

    /** The comma of a tuple of one is none: it makes the tuple. */
    private static boolean isTrailingComma(List<Token> all, int i) {
        if (!all.get(i).is(",") || i + 1 == all.size()) {
            return false;
        }
        Token next = all.get(i + 1);
        return next.is("}")
                || (next.is("]") && !isInValuesBrackets(all, i))
                || (next.is(")") && (isInValuesBrackets(all, i) || hasCommaBefore(all, i)));
    }

    private static int opening(List<Token> all, int i) {
        int depth = 0;
        for (int at = i - 1; at >= 0; at--) {
            Token token = all.get(at);
            if (token.is(")") || token.is("]") || token.is("}")) {
                depth++;
            } else if (token.is("(") || token.is("[") || token.is("{")) {
                if (depth-- == 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** Whether it is in the brackets of a call or a subscript. */
    private static boolean isInValuesBrackets(List<Token> all, int i) {
        int opening = opening(all, i);
        if (opening < 1) {
            return false;
        }
        Token before = all.get(opening - 1);
        return before.is(")")
                || before.is("]")
                || (before.kind() == Kind.NAME && !KEYWORDS.contains(before.text()));
    }

    private static boolean hasCommaBefore(List<Token> all, int i) {
        int depth = 0;
        int opening = opening(all, i);
        for (int at = i - 1; at > opening; at--) {
            Token token = all.get(at);
            if (token.is(")") || token.is("]") || token.is("}")) {
                depth++;
            } else if (token.is("(") || token.is("[") || token.is("{")) {
                depth--;
            } else if (depth == 0 && token.is(",")) {
                return true;
            }
        }
        return false;
    }

    private String text() {
        bind();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String text =
                    switch (token.kind()) {
                        case NAME -> name(i);
                        case STRING -> string(token.text());
                        case NUMBER, OPERATOR -> token.text();
                        case NEWLINE -> "\n";
                        case INDENT -> ">>";
                        case DEDENT -> "<<";
                    };
            out.append(text).append(' ');
        }
        return out.toString();
    }

    private Token token(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : new Token(Kind.NEWLINE, "");
    }

    private String name(int i) {
        String text = tokens.get(i).text();
        return token(i - 1).is(".") || isArgumentName(i) ? text : rename(text);
    }

    private boolean isArgumentName(int i) {
        return token(i + 1).is("=")
                && (token(i - 1).is("(") || token(i - 1).is(","))
                && !parameters.contains(i)
                && isInValuesBrackets(tokens, i);
    }

    private String rename(String text) {
        if (text.equals(function)) {
            return "F";
        }
        return bound.contains(text)
                ? renamed.computeIfAbsent(text, _ -> "v" + renamed.size())
                : text;
    }

    /** Names in the braces of an f-string are names. */
    private String string(String text) {
        if (!FORMATTED.matcher(text).lookingAt()) {
            return text;
        }
        return BRACES.matcher(text)
                .replaceAll(
                        braces ->
                                Matcher.quoteReplacement(
                                        NAME.matcher(braces.group())
                                                .replaceAll(found -> rename(found.group()))));
    }

    private void bind() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (i == 0 || isBreak(tokens.get(i - 1))) {
                bindTargets(i);
            }
            if (token.isWord("for")) {
                bindUntil(i + 1, "in");
            } else if (token.isWord("as") || token.isWord("class")) {
                bindName(i + 1);
            } else if (token.isWord("def")) {
                bindName(i + 1);
                bindParameters(i + 3, ")");
            } else if (token.isWord("lambda")) {
                bindParameters(i + 1, ":");
            } else if (token.is(":=")) {
                bindName(i - 1);
            }
        }
        keepOutsideNames();
    }

    /** Attributes and the names of arguments are seen from outside: those stay as they are. */
    private void keepOutsideNames() {
        bound.remove(function);
        for (int i = 0; i < tokens.size(); i++) {
            if (token(i).kind() == Kind.NAME && (token(i - 1).is(".") || isArgumentName(i))) {
                bound.remove(token(i).text());
            }
        }
    }

    private void bindName(int i) {
        if (token(i).kind() == Kind.NAME && !KEYWORDS.contains(token(i).text())) {
            bound.add(token(i).text());
        }
    }

    private void bindUntil(int from, String word) {
        for (int i = from; !isBreak(token(i)) && !token(i).isWord(word); i++) {
            if (!token(i - 1).is(".")) {
                bindName(i);
            }
        }
    }

    private void bindParameters(int from, String end) {
        int depth = 0;
        for (int i = from; !isBreak(token(i)); i++) {
            Token token = token(i);
            if (depth == 0 && token.is(end)) {
                return;
            }
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                depth--;
            }
            boolean first =
                    i == from
                            || token(i - 1).is(",")
                            || token(i - 1).is("*")
                            || token(i - 1).is("**");
            if (depth == 0 && first && token.kind() == Kind.NAME) {
                parameters.add(i);
                bindName(i);
            }
        }
    }

    /** The names before the last {@code =} of a simple statement, outside brackets. */
    private void bindTargets(int from) {
        if (KEYWORDS.contains(token(from).text())) {
            return;
        }
        List<Integer> names = new ArrayList<>();
        int depth = 0;
        for (int i = from; !isBreak(token(i)); i++) {
            Token token = token(i);
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                depth--;
            } else if (depth == 0 && isAssignment(token)) {
                names.forEach(this::bindName);
                names.clear();
            } else if (depth == 0 && token.is(":")) {
                names.forEach(this::bindName);
                return;
            } else if (depth == 0 && isWhole(i)) {
                names.add(i);
            }
        }
    }

    private static boolean isAssignment(Token token) {
        return token.kind() == Kind.OPERATOR
                && token.text().endsWith("=")
                && !Set.of("==", "!=", "<=", ">=", ":=").contains(token.text());
    }

    private boolean isWhole(int i) {
        return token(i).kind() == Kind.NAME
                && !token(i - 1).is(".")
                && !token(i + 1).is(".")
                && !token(i + 1).is("(")
                && !token(i + 1).is("[");
    }
}
