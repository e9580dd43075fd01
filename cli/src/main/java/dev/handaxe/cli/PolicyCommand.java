package dev.handaxe.cli;

import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.PolicyDocument;
import java.nio.file.Path;
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
                    Map.of("policies", presets.stream().map(PolicyDocument::named).toList()),
                    out -> presets.forEach(preset -> out.println(line(preset))));
            return ExitCode.DONE.number();
        }

        private static String line(ExecutionPolicy policy) {
            return """
            %-12s cpu %d ms, wall %d ms, heap %d MiB, output %d bytes, threads %d, \
            isolation %s, confinement %s"""
                    .formatted(
                            policy.name(),
                            policy.limits().get(LimitName.CPU_MS),
                            policy.limits().get(LimitName.WALL_MS),
                            policy.limits().heapBytes() >> 20,
                            policy.limits().get(LimitName.OUTPUT_BYTES),
                            policy.limits().get(LimitName.THREADS),
                            policy.isolation().key(),
                            policy.confinement().key());
        }
    }

    /** {@code policy show}. */
    @Command(
            name = "show",
            description = "Show all that a preset or policy file says.",
            footer = "With --json it is a policy file that says the same.")
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
                    PolicyDocument.of(shown),
                    out -> {
                        for (LimitName limit : LimitName.values()) {
                            out.println(
                                    "%-15s %d".formatted(limit.key(), shown.limits().get(limit)));
                        }
                        PolicyDocument.of(shown)
                                .forEach(
                                        (key, value) -> {
                                            if (!key.equals("limits")) {
                                                out.println(
                                                        "%-15s %s"
                                                                .formatted(
                                                                        key,
                                                                        value instanceof String word
                                                                                ? word
                                                                                : Json.write(
                                                                                        value)));
                                            }
                                        });
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
                    Map.of("ok", true, "policy", PolicyDocument.of(checked)),
                    out -> out.println(file + ": no errors"));
            return ExitCode.DONE.number();
        }
    }
}
