package dev.handaxe.optimizer;

import dev.handaxe.optimizer.tools.ToolReply;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionDefinition.Example;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.ParameterSchema;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the functions of an edited set: they must be there and take what their schemas say, their
 * examples must come out right, calls that returned before must still return, and the same call
 * must give the same value twice.
 *
 * <p>Thread-safe.
 */
final class FunctionTrial {
    /** Of one transaction; each is made twice. */
    static final int MAX_CALLS = 48;

    private static final int SHOWN_CHARS = 300;

    private final Trial trial;
    private final Trial probe;

    FunctionTrial(FunctionRunner runner, ExecutionPolicy policy) {
        this.trial = new Trial(runner, policy);
        this.probe = new Trial(runner, probing(policy));
    }

    /** The probe is a program of ours: it may import what it needs. */
    private static ExecutionPolicy probing(ExecutionPolicy policy) {
        Set<String> names = new HashSet<>();
        ModuleRule rule =
                switch (policy.grants().modules()) {
                    case ModuleRule.Only(Set<String> only) -> {
                        names.addAll(only);
                        names.add(SignatureProbe.MODULE);
                        yield new ModuleRule.Only(names);
                    }
                    case ModuleRule.Except(Set<String> except) -> {
                        names.addAll(except);
                        names.remove(SignatureProbe.MODULE);
                        yield new ModuleRule.Except(names);
                    }
                };
        return policy.with(policy.grants().withModules(rule));
    }

    /** A call to try, and what it is expected to give. */
    private record Case(String function, Example call, boolean recorded) {}

    /**
     * Tries functions of a set.
     *
     * @param names which
     * @param recorded calls that returned before
     * @throws Refusal saying what does not work
     */
    void run(FunctionSet set, Collection<String> names, RecordedCalls recorded) throws Refusal {
        List<FunctionDefinition> functions =
                set.functions().stream().filter(f -> names.contains(f.name())).toList();
        if (functions.isEmpty()) {
            return;
        }
        signatures(set, functions);
        for (Case one : cases(functions, recorded)) {
            run(set, one);
        }
    }

    private void signatures(FunctionSet set, List<FunctionDefinition> functions) throws Refusal {
        Outcome outcome = probe.run(set, SignatureProbe.of(functions));
        if (!(outcome instanceof Outcome.Returned)) {
            throw new Refusal(
                    "The code was tried and does not work. "
                            + ToolReply.forRepair(outcome, sources(set)));
        }
    }

    /** Examples of all functions before recorded calls: they say more when they fail. */
    private static List<Case> cases(List<FunctionDefinition> functions, RecordedCalls recorded) {
        List<Case> cases = new ArrayList<>();
        for (FunctionDefinition function : functions) {
            function.examples()
                    .forEach(example -> cases.add(new Case(function.name(), example, false)));
        }
        for (FunctionDefinition function : functions) {
            ParameterSchema schema = function.parameters();
            recorded.of(function.name()).stream()
                    .filter(arguments -> schema.check(arguments).isEmpty())
                    .map(arguments -> new Example(arguments, PythonValue.none()))
                    .forEach(call -> cases.add(new Case(function.name(), call, true)));
        }
        return cases.subList(0, Math.min(MAX_CALLS, cases.size()));
    }

    private void run(FunctionSet set, Case one) throws Refusal {
        Invocation call = Invocation.call(one.function(), one.call().arguments());
        Outcome outcome = trial.run(set, call);
        if (!(outcome instanceof Outcome.Returned returned)) {
            throw new Refusal(
                    (one.recorded()
                                            ? "A call that returned in the conversations does not"
                                                    + " any more: %s. "
                                            : "The example %s does not return. ")
                                    .formatted(shown(one))
                            + ToolReply.forRepair(outcome, sources(set)));
        }
        PythonValue value = returned.value();
        if (!one.recorded() && !ExpectedValue.matches(one.call().expected(), value)) {
            throw new Refusal(
                    "The example %s gives %s, expected is %s. Correct the code, or the example if that is wrong."
                            .formatted(shown(one), shown(value), shown(one.call().expected())));
        }
        Optional<PythonValue> again = trial.run(set, call).returnedValue();
        if (!again.equals(Optional.of(value))) {
            throw new Refusal(
                    "The call %s gives %s and, made again, %s. A function must give the same for the same arguments: no randomness, no clock, no order of a set."
                            .formatted(
                                    shown(one),
                                    shown(value),
                                    again.map(FunctionTrial::shown).orElse("an error")));
        }
    }

    private static List<String> sources(FunctionSet set) {
        return set.functions().stream().map(FunctionDefinition::source).toList();
    }

    private static String shown(Case one) {
        return one.function() + " with " + shown(NamedArguments.dict(one.call().arguments()));
    }

    private static String shown(PythonValue value) {
        return OutcomeFormat.printable(PythonJson.write(value), SHOWN_CHARS);
    }

    /** What the trial depends on, beside the set. */
    static String inputs(FunctionSet set, Collection<String> names, RecordedCalls recorded) {
        StringBuilder text = new StringBuilder();
        for (Case one :
                cases(
                        set.functions().stream().filter(f -> names.contains(f.name())).toList(),
                        recorded)) {
            Map<String, PythonValue> arguments = one.call().arguments();
            text.append(one.function())
                    .append(one.recorded() ? " recorded " : " example ")
                    .append(PythonJson.write(NamedArguments.dict(arguments)))
                    .append(' ')
                    .append(PythonJson.write(one.call().expected()))
                    .append('\n');
        }
        return text.toString();
    }
}
