package dev.handaxe.optimizer.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handaxe.optimizer.report.LenientJson.Event;
import dev.handaxe.optimizer.report.ReportedEpoch.Decision;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.optimizer.report.ReportedEpoch.Proposal;
import dev.handaxe.optimizer.report.ReportedEpoch.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ledger's events of epochs, gathered by epoch. Confined to one thread. */
final class EpochEvents {
    private static final Pattern EPOCH = Pattern.compile("^(?:optimizer )?epoch (\\d{1,9})\\b.*");
    private static final Pattern ACTION =
            Pattern.compile("^(?:optimizer )?(epoch \\d+ action \\d+)\\b.*");

    private final Map<Integer, Draft> drafts = new TreeMap<>();

    /** The optimizer's last answer by epoch and action: the one that was admitted comes last. */
    private final Map<String, JsonNode> answers = new HashMap<>();

    private static final class Draft {
        private final List<Edit> edits = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final Map<String, String> facts = new LinkedHashMap<>();
        private String edited = "";
        private String evaluated = "";
        private Verdict verdict = Verdict.OPEN;
    }

    /** A model answered. */
    void answered(JsonNode call) {
        action(LenientJson.text(call, "label"))
                .ifPresent(action -> answers.put(action, call.path("response")));
    }

    /** Something was written down; what is no epoch's is passed over. */
    void take(Event event) {
        OptionalInt number = epoch(event.key());
        if (number.isEmpty()) {
            return;
        }
        JsonNode data = event.data();
        switch (event.name()) {
            case "edit_applied" -> {
                Draft draft = draft(number.getAsInt());
                draft.edited = LenientJson.text(data, "set");
                // an answer of several edits has the label of its first
                String answer = LenientJson.text(data, "answer");
                String key = answer.isEmpty() ? event.key() : answer;
                draft.edits.add(edit(data, proposal(key, data)));
            }
            case "edit_refused" ->
                    draft(number.getAsInt()).refusals.add(LenientJson.text(data, "reason"));
            case "epoch_evaluated" ->
                    draft(number.getAsInt()).evaluated = LenientJson.text(data, "set");
            case "accepted" -> decided(draft(number.getAsInt()), Verdict.KEPT, data);
            case "rolled_back" -> decided(draft(number.getAsInt()), Verdict.ROLLED_BACK, data);
            default -> {}
        }
    }

    /** An epoch of the result; the ledger, where it is there, has said more of it. */
    void result(JsonNode epoch) {
        Draft draft = draft(epoch.path("epoch").asInt());
        decided(
                draft,
                epoch.path("accepted").asBoolean() ? Verdict.KEPT : Verdict.ROLLED_BACK,
                epoch);
        if (draft.edits.isEmpty()) {
            epoch.path("proposed").forEach(edit -> draft.edits.add(edit(edit, Optional.empty())));
        }
    }

    private static void decided(Draft draft, Verdict verdict, JsonNode epoch) {
        draft.verdict = verdict;
        draft.facts.putAll(LenientJson.facts(epoch.path("decision")).values());
    }

    private static Edit edit(JsonNode data, Optional<Proposal> proposal) {
        return new Edit(
                LenientJson.text(data, "action"),
                LenientJson.text(data, "name"),
                proposal,
                LenientJson.facts(data)
                        .without("action", "name", "set", "answer", "code", "source"));
    }

    /** The model's arguments of the edit: they are JSON in the answer's JSON. */
    private Optional<Proposal> proposal(String key, JsonNode edit) {
        JsonNode response = action(key).map(answers::get).orElse(null);
        if (response == null) {
            return Optional.empty();
        }
        for (JsonNode call : response.path("calls")) {
            JsonNode arguments = LenientJson.tree(LenientJson.text(call, "arguments"));
            if (LenientJson.text(arguments, "name").equals(LenientJson.text(edit, "name"))) {
                return Optional.of(
                        new Proposal(
                                LenientJson.text(arguments, "code"),
                                LenientJson.text(arguments, "description"),
                                LenientJson.text(arguments, "arguments"),
                                LenientJson.text(response, "text")));
            }
        }
        return Optional.empty();
    }

    private static OptionalInt epoch(String key) {
        Matcher epoch = EPOCH.matcher(key);
        return epoch.matches()
                ? OptionalInt.of(Integer.parseInt(epoch.group(1)))
                : OptionalInt.empty();
    }

    private static Optional<String> action(String label) {
        Matcher action = ACTION.matcher(label);
        return action.matches() ? Optional.of(action.group(1)) : Optional.empty();
    }

    private Draft draft(int number) {
        return drafts.computeIfAbsent(number, _ -> new Draft());
    }

    List<ReportedEpoch> list() {
        return drafts.entrySet().stream()
                .map(
                        entry -> {
                            Draft draft = entry.getValue();
                            return new ReportedEpoch(
                                    entry.getKey(),
                                    draft.evaluated.isEmpty() ? draft.edited : draft.evaluated,
                                    draft.edits,
                                    draft.refusals,
                                    new Decision(draft.verdict, new Facts(draft.facts)));
                        })
                .toList();
    }
}
