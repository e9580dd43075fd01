package dev.handaxe.optimizer;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a model wrote under the ReAct protocol (Yao et al. 2022, arXiv 2210.03629): labels at
 * the beginning of a line, in any case, plain or set in Markdown, numbered or not. The first action
 * or final answer counts. What follows an action was written without its result, such as an
 * observation that the model made up, and is cut off.
 *
 * <p>Every text has a reading, in time in proportion to its length.
 *
 * <p>Confined to one thread.
 */
final class ReactParser {
    /** More is not read. */
    static final int MAX_CHARS = 50_000;

    private static final Pattern LABEL =
            Pattern.compile(
                    "^[ \\t>*_#`-]{0,12}(?<label>Thought|Action[ _-]?Input|Action|Observation"
                            + "|Final[ _-]?Answer)[*_`]{0,4}(?: ?\\d{1,3})?[*_`]{0,4}[ \\t]{0,8}"
                            + "(?:[:\uff1a][*_`]{0,4}|(?<bare>$))",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern NAME =
            Pattern.compile(
                    "[\\s`\"'*]{0,8}(?<name>[A-Za-z_]\\w{0,200})(?:\\(\\))?[`\"'*]{0,4}[ \\t.]*");
    private static final Pattern WRAPPING =
            Pattern.compile(
                    "[ `]{0,8}(?:json|arguments|args|input)?[ `:=]{0,8}", Pattern.CASE_INSENSITIVE);
    private static final Pattern THINKING =
            Pattern.compile(
                    "\\s*+<think>.*?(?:</think>|\\z)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> NO_ACTION = Set.of("", "none", "none.", "n/a", "-");
    private static final String FENCE = "```";

    private final String text;
    private final Matcher labels;
    private boolean plain = true;
    private @Nullable String problem;

    private ReactParser(String text) {
        this.text = text;
        this.labels = LABEL.matcher(text);
    }

    private enum Label {
        THOUGHT,
        ACTION,
        ACTION_INPUT,
        OBSERVATION,
        FINAL_ANSWER
    }

    /** A label and where it is: its line begins, and what belongs to it begins. */
    private record Found(Label label, int line, int body) {}

    /** A piece of the text, and where it ends there. */
    private record Piece(String value, int end) {}

    /** Reads an answer. */
    static ReactStep parse(String answer) {
        return new ReactParser(prepared(answer)).step();
    }

    /** The final answer of a model that gets no further round: whatever it wrote, at worst. */
    static String lastWord(String answer) {
        ReactParser parser = new ReactParser(prepared(answer));
        Optional<Found> found = parser.next(0);
        while (found.isPresent() && found.get().label() != Label.FINAL_ANSWER) {
            found = parser.next(found.get().body());
        }
        return found.map(at -> parser.finalAnswer(at.body()).value()).orElse(parser.text);
    }

    /** Bounded, with line feeds only, without the thinking that some models write out first. */
    private static String prepared(String answer) {
        String bounded = answer.length() > MAX_CHARS ? answer.substring(0, MAX_CHARS) : answer;
        String text = bounded.replace("\r\n", "\n").replace('\r', '\n').strip();
        int start = 0;
        Matcher thinking = THINKING.matcher(text);
        while (thinking.region(start, text.length()).lookingAt()) {
            start = thinking.end();
        }
        return text.substring(start).strip();
    }

    private ReactStep step() {
        Optional<Found> found = next(0);
        while (found.isPresent()) {
            Found at = found.get();
            plain &= at.label() == Label.THOUGHT;
            Optional<ReactStep> step =
                    switch (at.label()) {
                        case ACTION -> act(at.body());
                        case FINAL_ANSWER -> finish(at.body());
                        case THOUGHT, OBSERVATION, ACTION_INPUT -> Optional.empty();
                    };
            if (step.isPresent()) {
                return step.get();
            }
            found = next(at.body());
        }
        String why = problem;
        return new ReactStep.Unclear(
                text,
                why == null ? "Your answer has neither an action nor a final answer." : why,
                plain);
    }

    private Optional<Found> next(int from) {
        int at = from;
        while (at <= text.length() && labels.find(at)) {
            String word = labels.group("label").toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
            Label label =
                    switch (word) {
                        case "thought" -> Label.THOUGHT;
                        case "action" -> Label.ACTION;
                        case "actioninput" -> Label.ACTION_INPUT;
                        case "observation" -> Label.OBSERVATION;
                        default -> Label.FINAL_ANSWER;
                    };
            if (labels.group("bare") == null || label == Label.FINAL_ANSWER) {
                return Optional.of(new Found(label, labels.start(), labels.end()));
            }
            at = labels.end() + 1;
        }
        return Optional.empty();
    }

    private Optional<ReactStep> act(int body) {
        Matcher name = NAME.matcher(text).region(body, text.length());
        int lineEnd = endOfLine(body);
        if (NO_ACTION.contains(text.substring(body, lineEnd).strip().toLowerCase(Locale.ROOT))
                && next(body).map(after -> after.label() != Label.ACTION_INPUT).orElse(true)) {
            return Optional.empty();
        }
        if (!name.lookingAt() || next(body).map(at -> at.line() < name.end()).orElse(false)) {
            return unreadableAction();
        }
        int end = name.end();
        boolean alone = end == text.length() || text.charAt(end) == '\n';
        boolean inline = !alone && "({[".indexOf(text.charAt(end)) >= 0;
        if (!alone && !inline) {
            return unreadableAction();
        }
        Piece input = inline ? inlineInput(end) : input(end);
        String rest = text.substring(input.end()).replaceAll("[`*)\\]\\s]", "");
        return Optional.of(
                new ReactStep.Act(
                        text.substring(0, input.end()).strip(),
                        name.group("name"),
                        input.value(),
                        !rest.isEmpty()));
    }

    private Optional<ReactStep> unreadableAction() {
        problem = "The line of the action must hold the name of one function and nothing else.";
        return Optional.empty();
    }

    /** Such as {@code name({"n": 1})}; otherwise the label of the input follows, at best. */
    private Piece inlineInput(int from) {
        int lineEnd = endOfLine(from);
        int brace = text.indexOf('{', from);
        Piece object = brace < 0 || brace >= lineEnd ? null : object(brace);
        if (object != null) {
            return new Piece(object.value(), endOfLine(object.end()));
        }
        return next(from).map(Found::label).filter(Label.ACTION_INPUT::equals).isPresent()
                ? input(from)
                : new Piece(text.substring(from, lineEnd).strip(), lineEnd);
    }

    /** What follows the label of the input; nothing if there is no such label. */
    private Piece input(int from) {
        Optional<Found> label = next(from);
        if (label.isEmpty() || label.get().label() != Label.ACTION_INPUT) {
            return new Piece("", label.map(Found::line).orElse(text.length()));
        }
        int start = label.get().body();
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (text.startsWith(FENCE, start)) {
            return fenced(start);
        }
        int end = next(start).map(Found::line).orElse(text.length());
        int brace = text.indexOf('{', start);
        Piece object = brace < 0 || brace >= end ? null : object(brace);
        boolean json = object != null && WRAPPING.matcher(text.substring(start, brace)).matches();
        return json && object != null ? object : new Piece(text.substring(start, end).strip(), end);
    }

    private Piece fenced(int start) {
        int body = Math.min(endOfLine(start) + 1, text.length());
        int close = text.indexOf("\n" + FENCE, body - 1);
        int end = close < 0 ? text.length() : close;
        String inside = body <= end ? text.substring(body, end).strip() : "";
        int after = close < 0 ? end : close + 1 + FENCE.length();
        if (inside.startsWith("{")) {
            Piece object = new ReactParser(inside).object(0);
            return new Piece(object == null ? inside : object.value(), after);
        }
        return new Piece(inside, after);
    }

    /**
     * The object that begins there, line ends within its strings escaped; null if it has no end.
     */
    private @Nullable Piece object(int start) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean string = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (string && c == '\\' && i + 1 < text.length()) {
                out.append(c).append(text.charAt(++i));
                continue;
            }
            if (c == '"') {
                string = !string;
            } else if (!string && (c == '{' || c == '[')) {
                depth++;
            } else if (!string && (c == '}' || c == ']')) {
                depth--;
            }
            out.append(string ? escaped(c) : String.valueOf(c));
            if (depth == 0) {
                return new Piece(out.toString(), i + 1);
            }
        }
        return null;
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> String.valueOf(c);
        };
    }

    private Optional<ReactStep> finish(int body) {
        Piece answer = finalAnswer(body);
        if (answer.value().isEmpty()) {
            problem = "The final answer is empty.";
            return Optional.empty();
        }
        return Optional.of(
                new ReactStep.Finish(text.substring(0, answer.end()).strip(), answer.value()));
    }

    /** Up to the next label that is in no code block. */
    private Piece finalAnswer(int body) {
        int end = text.length();
        int counted = body;
        int fences = 0;
        for (Optional<Found> at = next(body); at.isPresent(); at = next(at.get().body())) {
            fences += fences(text.substring(counted, at.get().line()));
            counted = at.get().line();
            if (fences % 2 == 0) {
                end = counted;
                break;
            }
        }
        String answer = text.substring(body, end).strip();
        if (fences(answer) % 2 == 1 && answer.endsWith(FENCE)) {
            answer = answer.substring(0, answer.length() - FENCE.length()).strip();
        }
        boolean openBold = answer.endsWith("**") && answer.indexOf("**") == answer.length() - 2;
        return new Piece(openBold ? answer.substring(0, answer.length() - 2).strip() : answer, end);
    }

    private static int fences(String text) {
        int count = 0;
        for (int at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + 3)) {
            count++;
        }
        return count;
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
