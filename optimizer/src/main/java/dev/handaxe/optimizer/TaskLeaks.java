package dev.handaxe.optimizer;

import dev.handaxe.optimizer.TaskText.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The leak scan over all tasks of a run, hidden ones too. What several tasks share, such as the
 * wording that all have in common, is nobody's secret and is not looked for.
 *
 * <p>Immutable, thread-safe.
 */
final class TaskLeaks implements LeakScan {
    /** So many words in a row, figures among them, are one task's and no accident. */
    private static final int FIGURES_WORDS = 8;

    /** Without figures they may describe a kind of tasks: in the demo, 11 words in a row did. */
    private static final int PHRASE_WORDS = 14;

    private static final int PHRASE_CONTENT = 4;
    private static final int ANSWER_WORDS = 3;
    private static final int ANSWER_CHARS = 12;
    private static final int WEAK_PAIRS = 3;

    /** A key of so many words names its task. */
    private static final int STRONG_KEY_WORDS = 3;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> phrases = new HashMap<>();
    private final Map<String, Integer> answers = new HashMap<>();
    private final Map<String, List<String>> questionsByAnswer = new LinkedHashMap<>();
    private final List<String> questions = new ArrayList<>();
    private final int shared;
    private final String digest;
    private int longestAnswer;

    private TaskLeaks(List<Task> tasks) {
        tasks.forEach(this::add);
        shared = Math.max(1, tasks.size() / 50);
        digest =
                CallLabel.sha256(
                        tasks.stream()
                                .map(t -> t.question().length() + ":" + t.question() + t.answer())
                                .collect(Collectors.joining("\n")));
    }

    /** The scan for the tasks of a run. */
    static LeakScan of(Splits splits) {
        return new TaskLeaks(
                Stream.of(splits.train(), splits.validation(), splits.test())
                        .flatMap(List::stream)
                        .toList());
    }

    private void add(Task task) {
        List<Token> question = TaskText.prose(task.question());
        List<Token> answer = TaskText.prose(task.answer());
        Set<String> found = new HashSet<>();
        Stream.concat(question.stream(), answer.stream())
                .filter(Token::longNumber)
                .forEach(token -> found.add(token.text()));
        found.forEach(number -> numbers.merge(number, 1, Integer::sum));
        Set<String> spoken = new HashSet<>();
        phrases(question, phrase -> spoken.add(phrase.text()));
        phrases(answer, phrase -> spoken.add(phrase.text()));
        spoken.forEach(phrase -> phrases.merge(phrase, 1, Integer::sum));
        String whole = joined(answer);
        if (answer.size() >= ANSWER_WORDS
                && answer.size() < FIGURES_WORDS
                && whole.length() >= ANSWER_CHARS
                && answer.stream().anyMatch(token -> !token.number())) {
            answers.merge(whole, 1, Integer::sum);
            longestAnswer = Math.max(longestAnswer, answer.size());
        }
        String asked = " " + joined(question) + " ";
        questions.add(asked);
        golds(task.answer())
                .forEach(
                        gold ->
                                questionsByAnswer
                                        .computeIfAbsent(gold, _ -> new ArrayList<>())
                                        .add(asked));
    }

    /** The answer in plain form, and what stands after the mark of a worked answer. */
    private static Set<String> golds(String answer) {
        Set<String> golds = new HashSet<>(Set.of(joined(TaskText.prose(answer))));
        golds.add(joined(TaskText.prose(answer.substring(answer.lastIndexOf("####") + 1))));
        golds.remove("");
        return golds;
    }

    private static String joined(List<Token> tokens) {
        return tokens.stream().map(Token::text).collect(Collectors.joining(" "));
    }

    private interface PhraseUse {
        void use(Token phrase);
    }

    private static void phrases(List<Token> tokens, PhraseUse use) {
        phrases(tokens, FIGURES_WORDS, use);
        phrases(tokens, PHRASE_WORDS, use);
    }

    private static void phrases(List<Token> tokens, int words, PhraseUse use) {
        for (int i = 0; i + words <= tokens.size(); i++) {
            List<Token> window = tokens.subList(i, i + words);
            long content =
                    window.stream().filter(Token::content).map(Token::text).distinct().count();
            boolean figures = window.stream().anyMatch(t -> t.number() && t.content());
            if (content >= PHRASE_CONTENT && (figures || words == PHRASE_WORDS)) {
                use.use(new Token(joined(window), window.getFirst().line()));
            }
        }
    }

    @Override
    public Optional<Leak> inText(String text) {
        return inTokens(TaskText.code(text)).or(() -> inTokens(TaskText.prose(text)));
    }

    private Optional<Leak> inTokens(List<Token> tokens) {
        for (Token token : tokens) {
            if (token.longNumber() && special(numbers, token.text())) {
                return Optional.of(new Leak(token.line(), "a long number of a single task"));
            }
        }
        List<Leak> leaks = new ArrayList<>();
        phrases(
                tokens,
                phrase -> {
                    if (special(phrases, phrase.text())) {
                        leaks.add(new Leak(phrase.line(), "the wording of a single task"));
                    }
                });
        for (int i = 0; i < tokens.size() && leaks.isEmpty(); i++) {
            for (int n = ANSWER_WORDS; n <= longestAnswer && i + n <= tokens.size(); n++) {
                if (special(answers, joined(tokens.subList(i, i + n)))) {
                    leaks.add(new Leak(tokens.get(i).line(), "a literal of a single task"));
                }
            }
        }
        return leaks.stream().findFirst();
    }

    private boolean special(Map<String, Integer> tasks, String text) {
        int count = tasks.getOrDefault(text, 0);
        return count > 0 && count <= shared;
    }

    @Override
    public Optional<Leak> inPairs(List<Pair> pairs) {
        Set<String> weak = new HashSet<>();
        int first = 0;
        for (Pair pair : pairs) {
            List<Token> key = TaskText.prose(pair.key());
            String value = joined(TaskText.prose(pair.value()));
            String sought = " " + joined(key) + " ";
            if (key.stream().noneMatch(Token::content) || value.equals(sought.strip())) {
                continue;
            }
            List<String> hits =
                    questionsByAnswer.getOrDefault(value, List.of()).stream()
                            .filter(question -> question.contains(sought))
                            .toList();
            if (hits.isEmpty()) {
                continue;
            }
            long asked = questions.stream().filter(question -> question.contains(sought)).count();
            if (asked > Math.max(2, questions.size() / 20)) {
                continue;
            }
            if (key.size() >= STRONG_KEY_WORDS && asked <= shared) {
                return Optional.of(new Leak(pair.line(), "a question and its answer"));
            }
            weak.addAll(hits);
            first = first == 0 ? pair.line() : first;
        }
        return weak.size() >= WEAK_PAIRS && weak.size() * 4 >= pairs.size()
                ? Optional.of(new Leak(first, "a table from questions to answers"))
                : Optional.empty();
    }

    @Override
    public String digest() {
        return digest;
    }
}
