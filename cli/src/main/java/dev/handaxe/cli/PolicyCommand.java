package dev.handaxe.cli;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code handaxe policy}: what presets and policy files allow. Confined to one thread. */
@Command(name = "policy", description = "List, show and check policies.")
final class PolicyCommand extends HandaxeCommand {

    private PolicyCommand(Session session) {
        super(session);
    }

    static CommandLine commandLine(Session session) {
        return new CommandLine(new PolicyCommand(session))
                .addSubcommand(new ListPolicies(session))
                .addSubcommand(new ShowPolicy(session))
                .addSubcommand(new CheckPolicy(session));
    }

    @Override
    public Integer call() {
        throw new UsageException("name one of: policy list, policy show NAME, policy check FILE");
    }

    /** A policy as the object that a policy file with all keys would be. */
    private static Map<String, Object> object(ExecutionPolicy policy) {
        Map<String, Object> limits = new LinkedHashMap<>();
        for (LimitName limit : LimitName.values()) {
            limits.put(limit.key(), policy.limits().get(limit));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", policy.name());
        object.put("limits", limits);
        object.put("host_functions", policy.grants().hostFunctions());
        object.put("isolation", policy.isolation().key());
        object.put("confinement", policy.confinement().key());
        object.put("trace", policy.trace().key());
        return object;
    }

    /** {@code policy list}. */
    @Command(name = "list", description = "List the presets.")
    static final class ListPolicies extends HandaxeCommand {
        ListPolicies(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            List<ExecutionPolicy> presets =
                    ExecutionPolicy.presets().stream().map(ExecutionPolicy::preset).toList();
            print(
                    Map.of("policies", presets.stream().map(PolicyCommand::object).toList()),
                    out -> presets.forEach(preset -> out.println(line(preset))));
            return ExitCode.DONE.number();
        }

        private static String line(ExecutionPolicy policy) {
            return "%-12s cpu %d ms, wall %d ms, heap %d MiB, output %d bytes, isolation %s"
                    .formatted(
                            policy.name(),
                            policy.limits().get(LimitName.CPU_MS),
                            policy.limits().get(LimitName.WALL_MS),
                            policy.limits().heapBytes() >> 20,
                            policy.limits().get(LimitName.OUTPUT_BYTES),
                            policy.isolation().key());
        }
    }

    /** {@code policy show}. */
    @Command(name = "show", description = "Show every limit of a preset or policy file.")
    static final class ShowPolicy extends HandaxeCommand {
        @Parameters(paramLabel = "NAME|FILE", description = "A preset or a policy file.")
        private String policy = "";

        ShowPolicy(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            ExecutionPolicy shown = PolicyChoice.named(policy);
            print(
                    object(shown),
                    out -> {
                        for (LimitName limit : LimitName.values()) {
                            out.println(
                                    "%-15s %d".formatted(limit.key(), shown.limits().get(limit)));
                        }
                        out.println("%-15s %s".formatted("isolation", shown.isolation().key()));
                        out.println("%-15s %s".formatted("confinement", shown.confinement().key()));
                    });
            return ExitCode.DONE.number();
        }
    }

    /** {@code policy check}. */
    @Command(name = "check", description = "Check a policy file; all its errors are listed.")
    static final class CheckPolicy extends HandaxeCommand {
        @Parameters(paramLabel = "FILE", description = "A policy file.")
        private String file = "";

        CheckPolicy(Session session) {
            super(session);
        }

        @Override
        public Integer call() {
            ExecutionPolicy checked = ExecutionPolicy.read(Path.of(file));
            print(
                    Map.of("ok", true, "policy", object(checked)),
                    out -> out.println(file + ": no errors"));
            return ExitCode.DONE.number();
        }
    }
}
