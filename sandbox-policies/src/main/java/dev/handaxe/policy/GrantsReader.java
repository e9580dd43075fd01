package dev.handaxe.policy;

import static dev.handaxe.policy.Problems.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the keys of a policy that grant something. Confined to one thread. */
final class GrantsReader {
    private static final Pattern MODULE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern PACKAGE =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?");
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final Problems problems;
    private final Path folder;

    /**
     * @param folder what relative paths of inputs start from
     */
    GrantsReader(Problems problems, Path folder) {
        this.problems = problems;
        this.folder = folder;
    }

    ModuleRule modules(JsonNode node, ModuleRule inherited) {
        boolean allow = node.has("allow");
        if (!node.isObject() || node.size() != 1 || !(allow || node.has("deny"))) {
            problems.add(
                    "/modules",
                    "must be {\"allow\": [names]} or {\"deny\": [names]} of top-level modules");
            return inherited;
        }
        Set<String> names =
                Set.copyOf(
                        names(
                                "/modules/" + (allow ? "allow" : "deny"),
                                node.elements().next(),
                                MODULE,
                                "names of top-level modules such as math"));
        return allow ? new ModuleRule.Only(names) : new ModuleRule.Except(names);
    }

    List<String> packages(JsonNode node) {
        return names("/packages", node, PACKAGE, "names of packages such as sympy");
    }

    List<String> hostFunctions(JsonNode node) {
        return names("/host_functions", node, FUNCTION, "names of functions such as look_up");
    }

    Map<String, Path> inputs(JsonNode node) {
        Map<String, Path> inputs = new LinkedHashMap<>();
        if (!node.isObject()) {
            problems.add(
                    "/inputs", "must be an object of places in the guest's folder and host files");
            return inputs;
        }
        for (var entry : node.properties()) {
            String pointer = step("/inputs", entry.getKey());
            if (!Grants.isInputName(entry.getKey())) {
                problems.add(pointer, "the place must be " + Grants.INPUT_RULE);
            } else if (!entry.getValue().isTextual() || entry.getValue().textValue().isBlank()) {
                problems.add(pointer, "must be the path of a file of the host");
            } else {
                hostFile(pointer, entry.getKey(), entry.getValue().textValue(), inputs);
            }
        }
        return inputs;
    }

    private void hostFile(String pointer, String place, String file, Map<String, Path> into) {
        try {
            into.put(place, folder.resolve(file).toAbsolutePath());
        } catch (InvalidPathException e) {
            problems.add(pointer, "must be the path of a file of the host");
        }
    }

    private List<String> names(String pointer, JsonNode node, Pattern form, String what) {
        List<String> names = new ArrayList<>();
        if (!node.isArray()) {
            problems.add(pointer, "must be an array of " + what);
            return names;
        }
        for (int i = 0; i < node.size(); i++) {
            JsonNode name = node.get(i);
            if (name.isTextual() && form.matcher(name.textValue()).matches()) {
                names.add(name.textValue());
            } else {
                problems.add(pointer + "/" + i, "must be one of " + what);
            }
        }
        return names;
    }
}
