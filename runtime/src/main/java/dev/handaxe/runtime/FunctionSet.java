package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An ordered set of functions with distinct names: the parameters of an agent. The functions may
 * call each other.
 *
 * <p>Immutable.
 */
public final class FunctionSet {
    private static final FunctionSet EMPTY = new FunctionSet(List.of());
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, FunctionDefinition> byName = new LinkedHashMap<>();
    private final String hash;

    private FunctionSet(List<FunctionDefinition> functions) {
        Map<String, String> lowerCase = new HashMap<>();
        for (FunctionDefinition function : functions) {
            if (byName.put(function.name(), function) != null) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "two functions are called '"
                                + function.name()
                                + "': names are unique in a set");
            }
            String clash = lowerCase.put(function.name().toLowerCase(Locale.ROOT), function.name());
            if (clash != null) {
                throw new HandaxeException(
                        Code.INVALID_INPUT,
                        "'%s' and '%s' differ in case only: a store could not keep both"
                                .formatted(clash, function.name()));
            }
        }
        hash = FunctionDefinition.sha256(functions.stream().map(FunctionDefinition::hash).toList());
    }

    /** No functions. */
    public static FunctionSet empty() {
        return EMPTY;
    }

    /**
     * The functions in that order.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if two share a name, or differ in
     *     case only (on some systems they would be one file)
     */
    public static FunctionSet of(List<FunctionDefinition> functions) {
        return new FunctionSet(functions);
    }

    /** The functions in order. */
    public List<FunctionDefinition> functions() {
        return List.copyOf(byName.values());
    }

    /** The function of that name. */
    public Optional<FunctionDefinition> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How many. */
    public int size() {
        return byName.size();
    }

    /**
     * The set with that function added at the end, or put in the place of its namesake.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if another's name differs from it in
     *     case only
     */
    public FunctionSet with(FunctionDefinition function) {
        var copy = new LinkedHashMap<>(byName);
        copy.put(function.name(), function);
        return new FunctionSet(new ArrayList<>(copy.values()));
    }

    /** The set without the function of that name. */
    public FunctionSet without(String name) {
        return new FunctionSet(
                byName.values().stream().filter(f -> !f.name().equals(name)).toList());
    }

    /**
     * The set with one function in the place of others: where the first of them is.
     *
     * @param names of functions of the set
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the set has none of these names,
     *     or the function's name is that of another function, or differs from it in case only
     */
    public FunctionSet replace(Collection<String> names, FunctionDefinition by) {
        List<FunctionDefinition> replaced = new ArrayList<>();
        boolean placed = false;
        for (FunctionDefinition function : byName.values()) {
            if (!names.contains(function.name())) {
                replaced.add(function);
            } else if (!placed) {
                replaced.add(by);
                placed = true;
            }
        }
        if (!placed) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "the set has no function to replace by '" + by.name() + "'");
        }
        return new FunctionSet(replaced);
    }

    /** SHA-256 over the functions' hashes in order. */
    public String hash() {
        return hash;
    }

    /**
     * SHA-256 over the function and all that it can reach by name in this set: what a call of it
     * depends on. Names in comments and strings count too, which errs to the safe side; a name that
     * is put together at run time is not seen.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if the set has no such function
     */
    public String reachableHash(String name) {
        if (!byName.containsKey(name)) {
            throw new HandaxeException(
                    Code.INVALID_INPUT, "no function is called '" + GuestText.line(name, 80) + "'");
        }
        List<String> parts = new ArrayList<>(List.of(name));
        reachable(name).functions().stream()
                .map(FunctionDefinition::hash)
                .sorted()
                .forEach(parts::add);
        return FunctionDefinition.sha256(parts);
    }

    /**
     * The functions that Python source can reach by name, and those that they reach, in this set's
     * order. Names in comments and strings count too; a name that is put together at run time is
     * not seen.
     *
     * @param source of a program, or a function's name
     */
    public FunctionSet reachable(String source) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(source));
        while (!open.isEmpty()) {
            // Python reads identifiers in this form: a wide 'ａdd' is add.
            IDENTIFIER
                    .matcher(Normalizer.normalize(open.pop(), Normalizer.Form.NFKC))
                    .results()
                    .map(MatchResult::group)
                    .flatMap(name -> find(name).stream())
                    .filter(function -> seen.add(function.name()))
                    .forEach(function -> open.push(function.source()));
        }
        return new FunctionSet(
                byName.values().stream().filter(f -> seen.contains(f.name())).toList());
    }

    /** Whether the same functions are in the same order, examples included. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionSet that && functions().equals(that.functions());
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return byName.values().toString();
    }
}
