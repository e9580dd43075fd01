package dev.handaxe.optimizer;

import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.PastEdit.Fate;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The edits of a run and what came of them: what the optimizer is told of its past, and what it may
 * not try twice. It is the same again in a resumed run, because the run goes the same way.
 *
 * <p>Confined to one thread.
 */
final class EditHistory {
    private static final int WORST = 6;
    private static final int NEWEST = 6;
    private static final int MAX_CALLS = 4;

    private final List<PastEdit> past = new ArrayList<>();
    private final RejectedEdits rejected;

    /** The history of a search from one set to the next. */
    EditHistory() {
        this(new RejectedEdits());
    }

    /**
     * The history of one of several sets, which refuse what was rejected from any of them.
     *
     * @param rejected shared by them
     */
    EditHistory(RejectedEdits rejected) {
        this.rejected = rejected;
    }

    /** A set was evaluated and kept. */
    void kept(PastEdit edit) {
        past.add(edit);
    }

    /** A set was evaluated and not kept: nothing like it is evaluated again. */
    void rolledBack(PastEdit edit, FunctionSet functions) {
        past.add(edit);
        rejected.add(edit, functions);
    }

    /** The edits led to a set that was evaluated before. */
    void repeated(PastEdit edit) {
        past.add(edit);
    }

    /** An answer of the optimizer was refused to the end, and nothing was evaluated. */
    void refused(int epoch, List<ToolCall> calls, String reason) {
        List<Edit> edits = calls.stream().limit(MAX_CALLS).map(EditReader::intended).toList();
        past.add(new PastEdit(epoch, edits, new Fate.Refused(reason)));
    }

    /** The edit that was rolled back and that this set would try again. */
    Optional<PastEdit> nearDuplicate(FunctionSet functions) {
        return rejected.nearDuplicate(functions);
    }

    /** How many there are. */
    int size() {
        return past.size();
    }

    /** The newest and the worst, at most twelve; the worst first, and of equals the newest. */
    List<PastEdit> telling() {
        List<PastEdit> newestFirst = past.reversed();
        Comparator<PastEdit> worstFirst = Comparator.comparingDouble(PastEdit::gain);
        Set<Integer> kept = new LinkedHashSet<>();
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            indexes.add(i);
        }
        indexes.stream().limit(NEWEST).forEach(kept::add);
        indexes.stream()
                .sorted(Comparator.comparing(newestFirst::get, worstFirst))
                .filter(index -> !kept.contains(index))
                .limit(WORST)
                .toList()
                .forEach(kept::add);
        // sorting is stable: of equally bad ones the newest comes first
        return kept.stream().sorted().map(newestFirst::get).sorted(worstFirst).toList();
    }
}
