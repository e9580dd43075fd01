package dev.handaxe.policy;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which modules guest code may import, by top-level name. It narrows what code reaches by
 * importing; what code may do is decided by the other grants, whatever it imports.
 *
 * <p>Immutable.
 */
public sealed interface ModuleRule {

    /** Every module of the standard library and of the granted packages. */
    static ModuleRule any() {
        return new Except(Set.of());
    }

    /** Whether an import of that module, such as {@code os.path}, is allowed. */
    boolean allows(String module);

    /** Only these. */
    record Only(Set<String> names) implements ModuleRule {
        /** Copies, in alphabetical order. */
        public Only {
            names = Collections.unmodifiableSet(new TreeSet<>(names));
        }

        @Override
        public boolean allows(String module) {
            return names.contains(topLevel(module));
        }
    }

    /** All but these. */
    record Except(Set<String> names) implements ModuleRule {
        /** Copies, in alphabetical order. */
        public Except {
            names = Collections.unmodifiableSet(new TreeSet<>(names));
        }

        @Override
        public boolean allows(String module) {
            return !names.contains(topLevel(module));
        }
    }

    private static String topLevel(String module) {
        int dot = module.indexOf('.');
        return dot < 0 ? module : module.substring(0, dot);
    }
}
