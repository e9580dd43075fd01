package dev.handaxe.benchmarks.domains;

import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.grading.AnswerRule;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes tasks of templates in turn: the first of each, the second of each, and so on, so that more
 * tasks begin with the same ones. No question is asked twice, and none shows its answer.
 *
 * <p>Confined to one thread.
 */
final class GeneratedTasks {
    private final String name;
    private final long seed;
    private final List<Task> tasks = new ArrayList<>();
    private final Map<String, String> strata = new HashMap<>();
    private final Map<String, Grader> graders = new HashMap<>();
    private final Set<String> questions = new HashSet<>();

    private GeneratedTasks(String name, long seed) {
        this.name = name;
        this.seed = seed;
    }

    /** The first tasks of these templates, all in one pool. */
    static TaskData of(String name, List<Template> templates, int size, long seed) {
        GeneratedTasks made = new GeneratedTasks(name, seed);
        for (int i = 0; i < size; i++) {
            made.add(templates.get(i % templates.size()), i / templates.size() + 1);
        }
        return made.data();
    }

    private void add(Template template, int number) {
        for (int attempt = 0; ; attempt++) {
            Problem problem = template.problem(seed, number, attempt);
            String question = template.question(problem, seed, number);
            if (!shows(question, problem.answer()) && questions.add(question)) {
                add(template, number, problem, question);
                return;
            }
        }
    }

    private void add(Template template, int number, Problem problem, String question) {
        String digits = number < 10 ? "0" + number : "" + number;
        String id = template.domain() + "/" + template.name() + "/" + digits;
        AnswerRule rule = AnswerRule.of(problem.grader());
        tasks.add(new Task(id, question, problem.answer(), rule.answerFormat()));
        strata.put(id, template.name());
        graders.put(id, rule.forAgents());
    }

    /** Whether the answer stands in the question as a number or word of its own. */
    static boolean shows(String question, String answer) {
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(answer) + "(?!\\w|\\.\\w)")
                .matcher(question)
                .find();
    }

    private TaskData data() {
        Map<String, Grader> known = Map.copyOf(graders);
        Grader unknown = (task, message) -> Verdict.wrong("no such task in " + name);
        return new TaskData(
                name,
                new Splits(tasks, List.of(), List.of()),
                (task, message) -> known.getOrDefault(task.id(), unknown).grade(task, message),
                strata);
    }
}
