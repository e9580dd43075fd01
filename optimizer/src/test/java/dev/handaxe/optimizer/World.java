package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonValue;
import dev.handaxe.runtime.PythonValue.PyInt;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small world to train in: tasks ask for squares, the agent knows none by itself and calls {@code
 * square} when it is offered; the optimizer's answers are a script.
 */
final class World {
    static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}";
    static final String GOOD = "def square(n):\n    return n * n";
    static final String BAD = "def square(n):\n    return n + n";
    static final String BROKEN = "def square(n):\n    return n / 0";
    static final Grader GRADER =
            (task, message) ->
                    message.equals(task.answer())
                            ? Verdict.right("equal")
                            : Verdict.wrong("expected SECRET-GOLD-" + task.answer());

    private static final Pattern NUMBER = Pattern.compile("square of (\\d+)");

    private final Deque<Edit> script;
    final FakeRunner runner = new FakeRunner();
    final StubModel model = new StubModel(this::answer);

    /** One answer of the optimizer: a tool and its arguments. */
    record Edit(String tool, String arguments) {
        static Edit add(String code) {
            return new Edit("add_function", StubModel.edit("square", SCHEMA, code));
        }

        static Edit revise(String code) {
            return new Edit("revise_function", StubModel.edit("square", SCHEMA, code));
        }

        static Edit remove() {
            return new Edit("remove_function", StubModel.reasoned("{\"name\":\"square\"}"));
        }

        static Edit terminate() {
            return new Edit("terminate", "{}");
        }
    }

    World(Edit... script) {
        this.script = new ArrayDeque<>(List.of(script));
        runner.when("n * n", arguments -> number(arguments, n -> n.multiply(n)));
        runner.when("n + n", arguments -> number(arguments, n -> n.add(n)));
        runner.when(
                "n / 0",
                _ -> FakeRunner.raised("ZeroDivisionError", "division by zero", 2, "return n / 0"));
    }

    private static Outcome number(
            Map<String, PythonValue> arguments, UnaryOperator<BigInteger> function) {
        return arguments.get("n") instanceof PyInt n
                ? FakeRunner.returned(new PyInt(function.apply(n.value())))
                : FakeRunner.raised("TypeError", "n must be an integer", 1, "def square(n):");
    }

    static Outcome twice(Map<String, PythonValue> arguments) {
        return number(arguments, n -> n.add(n));
    }

    static Outcome unlessDivisible(Map<String, PythonValue> arguments, int by) {
        return number(arguments, n -> n.intValue() % by != 0 ? n.multiply(n) : BigInteger.ZERO);
    }

    static Outcome whenBelow(Map<String, PythonValue> arguments, int bound) {
        return number(arguments, n -> n.intValue() < bound ? n.multiply(n) : BigInteger.ZERO);
    }

    static Outcome whenAbove(Map<String, PythonValue> arguments, int bound) {
        return number(arguments, n -> n.intValue() >= bound ? n.multiply(n) : BigInteger.ZERO);
    }

    private AiMessage answer(ChatRequest request) {
        return StubModel.isOptimizer(request) ? nextEdit() : agent(request);
    }

    private synchronized AiMessage nextEdit() {
        Edit edit = script.isEmpty() ? Edit.terminate() : script.removeFirst();
        return model.calls(edit.tool(), edit.arguments());
    }

    private AiMessage agent(ChatRequest request) {
        String last = StubModel.last(request);
        Matcher question = NUMBER.matcher(last);
        if (!question.find()) {
            return StubModel.says(last.replaceAll("(?s)\\D*(\\d+).*", "$1"));
        }
        return StubModel.toolNames(request).contains("square")
                ? model.calls("square", "{\"n\": " + question.group(1) + "}")
                : StubModel.says("unknown");
    }

    /** Trains in a new folder. */
    TrainingResult train(Path folder, Splits splits, FunctionSet start, TrainingOptions options) {
        return new Trainer(ModelGateway.live(model).build(), runner, GRADER)
                .train(
                        RunFolder.create(folder, Map.of()),
                        splits,
                        start,
                        options,
                        TrainingListener.NONE);
    }

    static Splits splits(int train, int validation, int test) {
        return new Splits(
                tasks("train", train, 10),
                tasks("validation", validation, 40),
                tasks("test", test, 70));
    }

    private static List<Task> tasks(String split, int count, int first) {
        List<Task> tasks = new ArrayList<>();
        for (int n = first; n < first + count; n++) {
            tasks.add(
                    new Task(
                            split + "-" + n,
                            "What is the square of " + n + "?",
                            Integer.toString(n * n),
                            "Answer with the number alone."));
        }
        return tasks;
    }

    static FunctionDefinition square(String code) {
        return FunctionDefinition.builder("square", code)
                .description("Computes square.")
                .parameters(ParameterSchema.parse(SCHEMA))
                .build();
    }

    static FunctionSet set(String code) {
        return FunctionSet.of(List.of(square(code)));
    }

    static TrainingOptions.Builder options() {
        return TrainingOptions.builder()
                .python(TrainingOptions.PythonTool.ABSENT)
                .controls(TrainingOptions.ControlMode.OFF)
                .credit(TrainingOptions.CreditMode.FREE)
                .epochs(3)
                .patience(2)
                .concurrency(3);
    }
}
