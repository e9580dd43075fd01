package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.LeakScan.Leak;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionSet;
import dev.handaxe.runtime.OutcomeFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Refuses edits that cannot work before any rollout is spent on them, and says why in words that
 * the optimizer can act on. The edits of one answer are one transaction, applied together or not at
 * all. What is cheap comes first: the form of the actions, what can be seen in the source (see
 * {@link SourceScan}, {@link LeakScan}), then the code is really run (see {@link FunctionTrial}).
 * What a trial said is remembered by the ledger.
 *
 * <p>Thread-safe.
 */
final class AdmissionGate {
    private static final int MAX_REASON_CHARS = 2_500;

    /** Goes up with every change of what is admitted. */
    private static final String VERSION = "admission 1";

    private final ExecutionPolicy policy;
    private final Ledger ledger;
    private final LeakScan leaks;
    private final EditReader reader;
    private final SourceScan scan;
    private final FunctionTrial trial;

    AdmissionGate(FunctionRunner runner, ExecutionPolicy policy, Ledger ledger, LeakScan leaks) {
        this.policy = policy;
        this.ledger = ledger;
        this.leaks = leaks;
        this.reader = new EditReader(policy.grants().packages());
        this.scan = new SourceScan(runner, policy);
        this.trial = new FunctionTrial(runner, policy);
    }

    /** An answer, judged. */
    sealed interface Admission {
        /**
         * The edits are applied.
         *
         * @param draft the set with them
         * @param last whether the step ends with them
         */
        record Admitted(Draft draft, boolean last) implements Admission {}

        /** The optimizer ends the step. */
        record Terminated() implements Admission {}

        /** The edits cannot work, and none is applied. */
        record Refused(String reason) implements Admission {}
    }

    /**
     * Judges the actions of one answer.
     *
     * @param draft the set they are to be applied to
     * @param editsLeft how many edits the step may still take, at least 1
     */
    Admission judge(List<ToolCall> calls, Draft draft, int editsLeft) {
        try {
            return transact(calls, draft, editsLeft);
        } catch (Refusal e) {
            return new Admission.Refused(OutcomeFormat.printable(e.reason(), MAX_REASON_CHARS));
        }
    }

    /**
     * Judges a set that was put together from edits that were admitted apart.
     *
     * @param before the set they all began with
     */
    Admission judge(FunctionSet before, Draft after) {
        try {
            admit(EditTransaction.between(before, after));
            return new Admission.Admitted(after, false);
        } catch (Refusal e) {
            return new Admission.Refused(OutcomeFormat.printable(e.reason(), MAX_REASON_CHARS));
        }
    }

    private Admission transact(List<ToolCall> calls, Draft draft, int editsLeft) throws Refusal {
        if (calls.isEmpty()) {
            throw new Refusal(
                    "The answer called no action. Call one or more of %s."
                            .formatted(EditAction.words()));
        }
        boolean last = calls.getLast().name().equals(EditAction.TERMINATE.word());
        List<ToolCall> edits = last ? calls.subList(0, calls.size() - 1) : calls;
        if (edits.isEmpty()) {
            return new Admission.Terminated();
        }
        if (edits.size() > editsLeft) {
            throw new Refusal(
                    "The answer called %d actions, and none was applied: %d %s left in this step."
                            .formatted(edits.size(), editsLeft, editsLeft == 1 ? "is" : "are"));
        }
        var transaction = new EditTransaction(draft, this::renamed);
        for (int i = 0; i < edits.size(); i++) {
            try {
                apply(edits.get(i), transaction);
            } catch (Refusal e) {
                throw edits.size() == 1 ? e : ofSeveral(i + 1, edits.get(i), e);
            }
        }
        admit(transaction);
        return new Admission.Admitted(transaction.draft(), last);
    }

    private void apply(ToolCall call, EditTransaction transaction) throws Refusal {
        ProposedEdit edit = reader.read(call);
        if (edit instanceof ProposedEdit.Terminate) {
            throw new Refusal("terminate must be the last action of an answer.");
        }
        transaction.apply(edit);
    }

    private static Refusal ofSeveral(int number, ToolCall call, Refusal refusal) {
        return new Refusal(
                "Action %d, %s, cannot be applied, so no action of the answer was: %s"
                        .formatted(number, Refusal.shown(call.name()), refusal.reason()));
    }

    private String renamed(FunctionDefinition function, String old, String name) throws Refusal {
        String key =
                CallLabel.sha256(String.join("\n", old, name, function.name(), function.hash()));
        ObjectNode answer =
                ledger.remember(
                        "rename",
                        key,
                        () -> {
                            try {
                                String source = scan.renamed(function, old, name);
                                return Json.object().put("source", source);
                            } catch (Refusal e) {
                                return Json.object().put("reason", e.reason());
                            }
                        });
        if (answer.has("reason")) {
            throw new Refusal(answer.path("reason").asText());
        }
        return answer.path("source").asText();
    }

    private void admit(EditTransaction transaction) throws Refusal {
        Draft draft = transaction.draft();
        ObjectNode verdict =
                ledger.remember(
                        "admission",
                        key(transaction),
                        () -> {
                            try {
                                look(transaction);
                                trial.run(
                                        draft.functions(), transaction.changed(), draft.recorded());
                                return Json.object().put("reason", "");
                            } catch (Refusal e) {
                                return Json.object().put("reason", e.reason());
                            }
                        });
        String reason = verdict.path("reason").asText();
        if (!reason.isEmpty()) {
            throw new Refusal(reason);
        }
    }

    /** All that a verdict depends on, with the set in front for people who read the ledger. */
    private String key(EditTransaction transaction) {
        Draft draft = transaction.draft();
        String hash =
                CallLabel.sha256(
                        String.join(
                                "\n",
                                VERSION,
                                String.join(" ", transaction.written()),
                                String.join(" ", transaction.gone()),
                                FunctionTrial.inputs(
                                        draft.functions(), transaction.changed(), draft.recorded()),
                                String.join(" ", transaction.changed()),
                                new TreeMap<>(policy.limits().values()).toString(),
                                policy.grants().toString(),
                                policy.determinism().toString(),
                                leaks.digest()));
        return draft.functions().hash() + " " + hash;
    }

    /** What can be seen without running it. */
    private void look(EditTransaction transaction) throws Refusal {
        FunctionSet functions = transaction.draft().functions();
        List<String> known = EditTransaction.names(functions);
        Set<String> gone = transaction.gone();
        for (FunctionDefinition function : functions.functions()) {
            if (transaction.written().contains(function.name())) {
                written(function, known, gone);
            } else if (gone.stream().anyMatch(name -> Reach.names(function, name))) {
                SourceScan.Facts facts = scan.scan(function, known);
                requireNoUse(function.name(), facts, gone);
            }
        }
    }

    private void written(FunctionDefinition function, List<String> known, Set<String> gone)
            throws Refusal {
        noLeak("description", function.name(), leaks.inText(function.description()));
        noLeak("schema", function.name(), leaks.inText(function.parameters().json()));
        noLeak("code", function.name(), leaks.inText(function.source()));
        SourceScan.Facts facts = scan.scan(function, known);
        requireNoUse(function.name(), facts, gone);
        if (!facts.faults().isEmpty()) {
            throw new Refusal(
                    "The code of %s cannot work here: %s"
                            .formatted(function.name(), String.join("\n", facts.faults())));
        }
        noLeak("code", function.name(), leaks.inPairs(facts.pairs()));
    }

    private static void requireNoUse(String name, SourceScan.Facts facts, Set<String> gone)
            throws Refusal {
        for (String removed : gone) {
            if (facts.undefined().contains(removed)) {
                throw new Refusal(
                        "%s calls %s: revise %s in the same answer or before, so that it does without."
                                .formatted(name, removed, name));
            }
        }
    }

    private static void noLeak(String part, String name, Optional<Leak> leak) throws Refusal {
        if (leak.isPresent()) {
            throw new Refusal(
                    "Line %d of the %s of %s holds %s. The set is judged on other tasks: make it a parameter, or compute it."
                            .formatted(leak.get().line(), part, name, leak.get().what()));
        }
    }
}
