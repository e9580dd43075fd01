package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.LeakScan.Pair;
import dev.handaxe.optimizer.tools.ToolReply;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Grants;
import dev.handaxe.policy.LimitName;
import dev.handaxe.policy.Limits;
import dev.handaxe.policy.ModuleRule;
import dev.handaxe.policy.TraceMode;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.Invocation;
import dev.handaxe.runtime.Outcome;
import dev.handaxe.runtime.PythonJson;
import dev.handaxe.runtime.PythonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at source with Python's own parser, without running it. The parser runs in the sandbox too,
 * in trusted code that is given the source as a text. What it finds is advice for whoever wrote the
 * source and no boundary: the sandbox is that.
 *
 * <p>Thread-safe.
 */
final class SourceScan {
    private static final FunctionSet SCAN = FunctionSet.of(List.of(trusted("scan")));
    private static final FunctionSet RENAME = FunctionSet.of(List.of(trusted("rename")));
    private static final String ALLOWED =
            " Allowed is the standard library without files, network, processes and input.";
    private static final String ALLOWED_FILES =
            " Allowed is the standard library, with files in "
                    + Grants.GUEST_FOLDER
                    + ", without network, processes and input.";

    private final Trial trial;
    private final ExecutionPolicy policy;

    /** For source that will run under that policy. */
    SourceScan(FunctionRunner runner, ExecutionPolicy policy) {
        this.trial = new Trial(runner, own(policy));
        this.policy = policy;
    }

    /** The parser needs more time than a function, and modules that the policy may deny. */
    private static ExecutionPolicy own(ExecutionPolicy policy) {
        Limits limits = ExecutionPolicy.evaluation().limits();
        return policy.toBuilder()
                .limits(
                        limits.with(
                                LimitName.HEAP_BYTES, policy.limits().get(LimitName.HEAP_BYTES)))
                .grants(Grants.none().withPackages(policy.grants().packages()))
                .determinism(Optional.empty())
                .trace(TraceMode.OFF)
                .build();
    }

    private static FunctionDefinition trusted(String name) {
        try (InputStream in = SourceScan.class.getResourceAsStream(name + ".py")) {
            byte[] source = Objects.requireNonNull(in).readAllBytes();
            return FunctionDefinition.builder(name, new String(source, StandardCharsets.UTF_8))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What can be said of source as it stands.
     *
     * @param faults why it cannot work under the policy, one line each
     * @param undefined names that it uses and that are defined nowhere
     * @param pairs constants that it maps to constants
     */
    record Facts(List<String> faults, Set<String> undefined, List<Pair> pairs) {
        Facts {
            faults = List.copyOf(faults);
            undefined = Set.copyOf(undefined);
            pairs = List.copyOf(pairs);
        }
    }

    /**
     * Scans a function that stands in a set.
     *
     * @param known the names of the set's functions
     * @throws Refusal if it cannot be parsed
     */
    Facts scan(FunctionDefinition function, Collection<String> known) throws Refusal {
        Grants grants = policy.grants();
        ModuleRule modules = grants.modules();
        List<String> names = new ArrayList<>(known);
        names.addAll(grants.hostFunctions());
        ObjectNode rules = Json.object().put("name", function.name());
        rules.set("known", array(names));
        rules.put("only", modules instanceof ModuleRule.Only)
                .put("files", grants.folder() || !grants.inputs().isEmpty())
                .put("threads", policy.limits().get(LimitName.THREADS));
        rules.set(
                "modules",
                array(
                        switch (modules) {
                            case ModuleRule.Only(Set<String> only) -> only;
                            case ModuleRule.Except(Set<String> except) -> except;
                        }));
        rules.set("packages", array(grants.packages()));
        ObjectNode found =
                ask(
                        SCAN,
                        Invocation.call(
                                "scan",
                                Map.of(
                                        "source",
                                        PythonValue.of(function.source()),
                                        "rules",
                                        PythonJson.read(Json.write(rules)))));
        if (found.has("syntax")) {
            throw new Refusal(syntax(found.path("syntax")));
        }
        return facts(found, function.name());
    }

    private static String syntax(JsonNode at) {
        int line = at.path(0).asInt();
        String text = at.path(2).asText();
        return "The code does not parse: "
                + at.path(1).asText()
                + (line > 0 ? " at line " + line : "")
                + (text.isEmpty() ? "" : ": `" + text + "`");
    }

    private Facts facts(ObjectNode found, String name) {
        List<String> faults = new ArrayList<>();
        if (found.path("builtin").asBoolean()) {
            faults.add(
                    "%s is a builtin of Python, and other functions may call that: use another name."
                            .formatted(name));
        }
        for (JsonNode fault : found.path("found")) {
            faults.add(
                    "line %d %s.".formatted(fault.path(0).asInt(), fault.path(1).asText())
                            + (policy.grants().folder() ? ALLOWED_FILES : ALLOWED));
        }
        List<String> undefined = new ArrayList<>();
        for (JsonNode missing : found.path("missing")) {
            undefined.add(missing.path(1).asText());
            faults.add(
                    "line %d uses %s, which is defined nowhere: neither in this code nor as a function of the set."
                            .formatted(missing.path(0).asInt(), missing.path(1).asText()));
        }
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode pair : found.path("pairs")) {
            pairs.add(new Pair(pair.path(0).asInt(), pair.path(1).asText(), pair.path(2).asText()));
        }
        return new Facts(faults, Set.copyOf(undefined), pairs);
    }

    /**
     * The source with another name for a function of the set.
     *
     * @throws Refusal if that could change what the source does
     */
    String renamed(FunctionDefinition function, String old, String name) throws Refusal {
        ObjectNode answer =
                ask(
                        RENAME,
                        Invocation.call(
                                "rename",
                                Map.of(
                                        "source",
                                        PythonValue.of(function.source()),
                                        "old",
                                        PythonValue.of(old),
                                        "new",
                                        PythonValue.of(name),
                                        "own",
                                        new PythonValue.PyBool(function.name().equals(old)))));
        if (answer.has("source")) {
            return answer.path("source").asText();
        }
        JsonNode refused = answer.path("refused");
        int line = refused.path(0).asInt();
        throw new Refusal(
                "%s cannot be renamed to %s safely: %s%s. Choose another name, or revise %s."
                        .formatted(
                                old,
                                name,
                                line > 0 ? "line " + line + " of " + function.name() + " " : "",
                                refused.path(1).asText(),
                                function.name()));
    }

    private ObjectNode ask(FunctionSet trusted, Invocation invocation) throws Refusal {
        Outcome outcome = trial.run(trusted, invocation);
        if (!(outcome instanceof Outcome.Returned returned)) {
            throw new Refusal(
                    "The code cannot be looked at, it is too large or too deeply nested: "
                            + ToolReply.forRepair(outcome, List.of()));
        }
        try {
            return Json.read(PythonJson.write(returned.value()));
        } catch (Json.Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode array(Collection<String> names) {
        var array = Json.object().arrayNode();
        names.forEach(array::add);
        return array;
    }
}
