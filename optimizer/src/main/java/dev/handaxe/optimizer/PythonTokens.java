package dev.handaxe.optimizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts Python source into tokens, without comments, blank lines and joined lines. It is lenient:
 * what is no Python gives some tokens too. Confined to one thread.
 */
final class PythonTokens {
    private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}\\p{M}_]*");
    private static final Pattern NUMBER =
            Pattern.compile("(\\d|\\.\\d)([\\p{L}\\d_.]|(?<=[eE])[+-])*");
    private static final Pattern STRING_START =
            Pattern.compile("([rRbBuUfFtT]{0,2})(\"\"\"|'''|\"|')");
    private static final Pattern OPERATOR =
            Pattern.compile(
                    "\\*\\*=|//=|>>=|<<=|\\.\\.\\.|!=|==|<=|>=|->|:=|\\+=|-=|\\*=|/=|%=|&=|\\|=|\\^=|@=|\\*\\*|//|<<|>>|.",
                    Pattern.DOTALL);
    private static final int TAB = 8;

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
    private int at;
    private int open;

    /** What a token is. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPERATOR,
        NEWLINE,
        INDENT,
        DEDENT
    }

    /** One token. */
    record Token(Kind kind, String text) {
        Token {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(text);
        }

        boolean is(String operator) {
            return kind == Kind.OPERATOR && text.equals(operator);
        }

        boolean isWord(String word) {
            return kind == Kind.NAME && text.equals(word);
        }
    }

    private PythonTokens(String source) {
        this.source = source.replace("\r\n", "\n").replace('\r', '\n');
    }

    static List<Token> of(String source) {
        var tokens = new PythonTokens(source);
        tokens.read();
        return List.copyOf(tokens.tokens);
    }

    private void read() {
        boolean lineBegins = true;
        while (at < source.length()) {
            if (lineBegins && open == 0 && !indent()) {
                continue;
            }
            lineBegins = token();
        }
        endOfLine();
        while (indents.pop() > 0) {
            tokens.add(new Token(Kind.DEDENT, ""));
        }
    }

    /** Whether the line has code; one that has none is skipped. */
    private boolean indent() {
        int width = 0;
        int from = at;
        while (from < source.length() && " \t\f".indexOf(source.charAt(from)) >= 0) {
            width = source.charAt(from) == '\t' ? (width / TAB + 1) * TAB : width + 1;
            from++;
        }
        at = from;
        if (from == source.length()) {
            return false;
        }
        if (source.charAt(from) == '\n' || source.charAt(from) == '#') {
            int end = source.indexOf('\n', from);
            at = end < 0 ? source.length() : end + 1;
            return false;
        }
        if (width > indents.element()) {
            indents.push(width);
            tokens.add(new Token(Kind.INDENT, ""));
        }
        while (width < indents.element()) {
            indents.pop();
            tokens.add(new Token(Kind.DEDENT, ""));
        }
        return true;
    }

    /** Reads one token; whether a line begins after it. */
    private boolean token() {
        char c = source.charAt(at);
        if (c == '\n') {
            at++;
            if (open == 0) {
                endOfLine();
            }
            return open == 0;
        }
        if (c == '#') {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end;
        } else if (source.startsWith("\\\n", at)) {
            at += 2;
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (c == ';' && open == 0) {
            at++;
            endOfLine();
        } else {
            word();
        }
        return false;
    }

    private void word() {
        Matcher string = matcher(STRING_START);
        if (string.lookingAt()) {
            string(string.group(1), string.group(2), string.end());
            return;
        }
        for (Kind kind : List.of(Kind.NUMBER, Kind.NAME, Kind.OPERATOR)) {
            Matcher found = matcher(pattern(kind));
            if (found.lookingAt()) {
                at = found.end();
                bracket(found.group());
                tokens.add(new Token(kind, found.group()));
                return;
            }
        }
        at++;
    }

    private static Pattern pattern(Kind kind) {
        return kind == Kind.NUMBER ? NUMBER : kind == Kind.NAME ? WORD : OPERATOR;
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(source).region(at, source.length());
    }

    private void bracket(String text) {
        if (text.length() == 1 && "([{".contains(text)) {
            open++;
        } else if (text.length() == 1 && ")]}".contains(text)) {
            open = Math.max(0, open - 1);
        }
    }

    /** Quotes of either kind are the same where the content has neither quotes nor escapes. */
    private void string(String prefix, String quote, int from) {
        int end = from;
        while (end < source.length() && !source.startsWith(quote, end)) {
            if (quote.length() == 1 && source.charAt(end) == '\n') {
                break;
            }
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, source.length());
        String content = source.substring(from, end);
        at = Math.min(source.length(), source.startsWith(quote, end) ? end + quote.length() : end);
        boolean plain =
                content.chars().noneMatch(c -> c == '\\' || c == '"' || c == '\'' || c == '\n');
        String mark = plain ? "\"" : quote;
        tokens.add(new Token(Kind.STRING, prefix.toLowerCase(Locale.ROOT) + mark + content + mark));
    }

    private void endOfLine() {
        if (!tokens.isEmpty()
                && tokens.getLast().kind() != Kind.NEWLINE
                && tokens.getLast().kind() != Kind.INDENT
                && tokens.getLast().kind() != Kind.DEDENT) {
            tokens.add(new Token(Kind.NEWLINE, ""));
        }
    }
}
