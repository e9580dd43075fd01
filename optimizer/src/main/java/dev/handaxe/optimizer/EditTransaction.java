package dev.handaxe.optimizer;

import dev.handaxe.optimizer.ProposedEdit.Reason;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The edits of one answer, applied to a set one after the other; what comes of it is judged as a
 * whole. Nothing that it began with is changed, so a transaction that is refused leaves no trace.
 * Confined to one thread.
 */
final class EditTransaction {
    /** Providers refuse requests with more tools than about a hundred. */
    static final int MAX_FUNCTIONS = 40;

    /** Gives a function another name in a source. */
    @FunctionalInterface
    interface Renaming {
        /** The source of that function with the new name. */
        String rewrite(FunctionDefinition function, String old, String name) throws Refusal;
    }

    private final FunctionSet before;
    private final Renaming renaming;
    private final List<Edit> edits;
    private final Set<String> written = new LinkedHashSet<>();
    private FunctionSet functions;
    private RecordedCalls recorded;

    EditTransaction(Draft draft, Renaming renaming) {
        this.before = draft.functions();
        this.renaming = renaming;
        this.edits = new ArrayList<>(draft.edits());
        this.functions = before;
        this.recorded = draft.recorded();
    }

    /** What led from one set to another by steps that were judged apart. */
    static EditTransaction between(FunctionSet before, Draft after) {
        var begin = new Draft(before, after.edits(), after.recorded());
        var transaction = new EditTransaction(begin, (_, _, _) -> "");
        transaction.functions = after.functions();
        for (FunctionDefinition function : after.functions().functions()) {
            if (!before.find(function.name()).equals(Optional.of(function))) {
                transaction.written.add(function.name());
            }
        }
        return transaction;
    }

    /** Applies one more edit. */
    void apply(ProposedEdit edit) throws Refusal {
        switch (edit) {
            case ProposedEdit.Write write -> write(write);
            case ProposedEdit.Remove remove -> remove(remove);
            case ProposedEdit.Rename rename -> rename(rename);
            case ProposedEdit.Terminate _ -> {}
        }
    }

    /** The set with all edits applied. */
    Draft draft() {
        return new Draft(functions, edits, recorded);
    }

    /** The functions whose text is the proposer's. */
    Set<String> written() {
        return written.stream()
                .filter(name -> functions.find(name).isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The functions that were there before and are not now. */
    Set<String> gone() {
        return names(before).stream()
                .filter(name -> functions.find(name).isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The functions whose calls may end otherwise than before: they or what they reach differ. */
    Set<String> changed() {
        return names(functions).stream()
                .filter(
                        name ->
                                before.find(name).isEmpty()
                                        || !before.reachableHash(name)
                                                .equals(functions.reachableHash(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static List<String> names(FunctionSet set) {
        return set.functions().stream().map(FunctionDefinition::name).toList();
    }

    private void write(ProposedEdit.Write write) throws Refusal {
        switch (write.action()) {
            case ADD -> add(write.function());
            case REVISE -> revise(write);
            case MERGE -> merge(write);
            case REMOVE, RENAME, TERMINATE -> throw new IllegalStateException();
        }
        written.add(write.function().name());
        record(write.action(), write.function().name(), write.replaces(), write.reason());
    }

    private void add(FunctionDefinition function) throws Refusal {
        requireFree(function.name(), "use revise_function to change it");
        if (functions.size() >= MAX_FUNCTIONS) {
            throw new Refusal(
                    "Set B has %d functions, which is the most: remove or merge some first."
                            .formatted(functions.size()));
        }
        functions = fitting(() -> functions.with(function));
    }

    private void revise(ProposedEdit.Write write) throws Refusal {
        FunctionDefinition function = write.function();
        FunctionDefinition old = require(function.name(), EditAction.REVISE);
        if (old.hash().equals(function.hash())) {
            throw new Refusal(
                    "This version of "
                            + function.name()
                            + " is the one set B has: nothing changes.");
        }
        FunctionDefinition revised =
                write.keepsExamples()
                        ? function.toBuilder(function.name(), function.source())
                                .examples(
                                        old.examples().stream()
                                                .filter(e -> fits(function, e))
                                                .toList())
                                .build()
                        : function;
        functions = fitting(() -> functions.with(revised));
    }

    private static boolean fits(FunctionDefinition function, FunctionDefinition.Example example) {
        return function.parameters().check(example.arguments()).isEmpty();
    }

    private void merge(ProposedEdit.Write write) throws Refusal {
        FunctionDefinition function = write.function();
        for (String name : write.replaces()) {
            require(name, EditAction.MERGE);
        }
        if (!write.replaces().contains(function.name())) {
            requireFree(function.name(), "merge it too, or use another name");
        }
        functions = fitting(() -> functions.replace(write.replaces(), function));
        recorded = recorded.moved(write.replaces(), function.name());
    }

    private void remove(ProposedEdit.Remove remove) throws Refusal {
        require(remove.name(), EditAction.REMOVE);
        functions = functions.without(remove.name());
        recorded = recorded.without(remove.name());
        record(EditAction.REMOVE, remove.name(), List.of(), remove.reason());
    }

    private void rename(ProposedEdit.Rename rename) throws Refusal {
        String old = rename.name();
        require(old, EditAction.RENAME);
        if (old.equals(rename.newName())) {
            throw new Refusal("The new name of " + old + " is the one it has: nothing changes.");
        }
        requireFree(rename.newName(), "use another name");
        FunctionSet renamed = functions;
        for (FunctionDefinition function : functions.functions()) {
            boolean own = function.name().equals(old);
            if (!own && !function.source().contains(old)) {
                continue;
            }
            String source = renaming.rewrite(function, old, rename.newName());
            String name = own ? rename.newName() : function.name();
            FunctionSet now = renamed;
            renamed =
                    fitting(
                            () ->
                                    now.replace(
                                            List.of(function.name()),
                                            function.toBuilder(name, source).build()));
        }
        functions = renamed;
        recorded = recorded.moved(List.of(old), rename.newName());
        if (written.remove(old)) {
            written.add(rename.newName());
        }
        record(EditAction.RENAME, rename.newName(), List.of(old), rename.reason());
    }

    private void record(EditAction action, String name, List<String> replaced, Reason why) {
        edits.add(new Edit(action.word(), name, replaced, why.hypothesis(), why.expectedEffect()));
    }

    private FunctionDefinition require(String name, EditAction action) throws Refusal {
        Optional<FunctionDefinition> found = functions.find(name);
        if (found.isEmpty()) {
            throw new Refusal(
                    "Set B has no function '%s', so %s cannot be applied to it. Set B has: %s."
                            .formatted(Refusal.shown(name), action.word(), list(names(functions))));
        }
        return found.get();
    }

    private void requireFree(String name, String advice) throws Refusal {
        if (functions.find(name).isPresent()) {
            throw new Refusal("Set B has a function %s already: %s.".formatted(name, advice));
        }
    }

    private static String list(Collection<String> names) {
        return names.isEmpty() ? "no functions" : String.join(", ", names);
    }

    private interface Fitting {
        FunctionSet make();
    }

    /** Names that differ only in case do not fit into one set. */
    private static FunctionSet fitting(Fitting set) throws Refusal {
        try {
            return set.make();
        } catch (HandaxeException e) {
            throw new Refusal(OutcomeFormat.printable(String.valueOf(e.getMessage()), 300) + ".");
        }
    }
}
