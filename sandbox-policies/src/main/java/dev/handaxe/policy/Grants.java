package dev.handaxe.policy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What guest code is given beyond the language and its standard library. The default gives nothing.
 *
 * <p>Immutable.
 *
 * @param modules which modules it may import
 * @param packages names of packages of the package store that it may import
 * @param inputs files that it may read: their place in the guest's folder, and the host's file
 * @param folder whether it has a private folder in memory, empty at the start of a call
 * @param hostFunctions names of the embedder's functions that it may call
 */
public record Grants(
        ModuleRule modules,
        List<String> packages,
        Map<String, Path> inputs,
        boolean folder,
        List<String> hostFunctions) {

    /** Where the guest's folder and its inputs are, as the guest sees it. */
    public static final String GUEST_FOLDER = "/work";

    private static final Pattern INPUT_NAME =
            Pattern.compile(
                    "[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,9}");

    /**
     * Copies and checks.
     *
     * @throws IllegalArgumentException if an input's place is no plain relative path
     */
    public Grants {
        Objects.requireNonNull(modules);
        packages = distinct(packages);
        hostFunctions = distinct(hostFunctions);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        for (String place : inputs.keySet()) {
            if (!isInputName(place)) {
                throw new IllegalArgumentException(
                        "'" + place + "' is no place for an input: " + INPUT_RULE);
            }
        }
    }

    static final String INPUT_RULE =
            "a relative path such as data/table.csv, of letters, digits, dots, dashes and underscores";

    /** The standard library and nothing else. */
    public static Grants none() {
        return new Grants(ModuleRule.any(), List.of(), Map.of(), false, List.of());
    }

    /** Whether an input may have that place: relative to the guest's folder, no way out of it. */
    static boolean isInputName(String place) {
        return INPUT_NAME.matcher(place).matches();
    }

    /** The same with another rule for modules. */
    public Grants withModules(ModuleRule rule) {
        return new Grants(rule, packages, inputs, folder, hostFunctions);
    }

    /** The same with these packages instead. */
    public Grants withPackages(List<String> names) {
        return new Grants(modules, names, inputs, folder, hostFunctions);
    }

    /** The same with these inputs instead, by their place in the guest's folder. */
    public Grants withInputs(Map<String, Path> files) {
        return new Grants(modules, packages, files, folder, hostFunctions);
    }

    /** The same with a private folder in memory. */
    public Grants withFolder() {
        return new Grants(modules, packages, inputs, true, hostFunctions);
    }

    /** The same with these host functions instead. */
    public Grants withHostFunctions(List<String> names) {
        return new Grants(modules, packages, inputs, folder, names);
    }

    private static List<String> distinct(List<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }
}
