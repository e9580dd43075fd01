package dev.handaxe.optimizer;

import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sets that were evaluated and rolled back, to refuse what would only try them again: a set whose
 * functions are theirs up to formatting, comments, the names of functions and local variables, and
 * the wording of descriptions.
 *
 * <p>Code counts as the same only if its {@linkplain PythonForm normal form} is: one token can be
 * the whole repair, so code that is merely alike is let through. Descriptions, which the agent
 * reads, count as the same if most of their word pairs are.
 *
 * <p>Confined to one thread.
 */
final class RejectedEdits {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(PastEdit edit, List<FunctionForm> functions) {}

    void add(PastEdit edit, FunctionSet functions) {
        entries.add(new Entry(edit, forms(functions)));
    }

    /** The newest rejected edit that led to a set like this one. */
    Optional<PastEdit> nearDuplicate(FunctionSet functions) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        List<FunctionForm> forms = forms(functions);
        return entries.reversed().stream()
                .filter(entry -> alike(entry.functions(), forms))
                .findFirst()
                .map(Entry::edit);
    }

    private static List<FunctionForm> forms(FunctionSet functions) {
        return functions.functions().stream().map(FunctionForm::of).toList();
    }

    private static boolean alike(List<FunctionForm> rejected, List<FunctionForm> proposed) {
        if (rejected.size() != proposed.size()) {
            return false;
        }
        List<FunctionForm> left = new ArrayList<>(rejected);
        for (FunctionForm form : proposed) {
            Optional<FunctionForm> match = left.stream().filter(form::isLike).findFirst();
            if (match.isEmpty()) {
                return false;
            }
            left.remove(match.get());
        }
        return true;
    }
}
