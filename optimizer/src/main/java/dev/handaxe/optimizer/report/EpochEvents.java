package dev.handaxe.optimizer.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handaxe.optimizer.report.LenientJson.Event;
import dev.handaxe.optimizer.report.ReportedEpoch.Decision;
import dev.handaxe.optimizer.report.ReportedEpoch.Place;
import dev.handaxe.optimizer.report.ReportedEpoch.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ledger's events of epochs, gathered by epoch. Those of folds, which have epochs of their own,
 * are passed over. Confined to one thread.
 */
final class EpochEvents {
    private static final Pattern PLACE =
            Pattern.compile(
                    "(?:optimizer )?epoch (?<epoch>\\d{1,9})(?: (?<step>part \\d+|merge \\S+))?"
                            + "(?: action (?<action>\\d{1,9})(?: try (?<attempt>\\d{1,9}))?)?"
                            + "(?: set .*)?");

    private final Map<Integer, Draft> drafts = new TreeMap<>();

    /** The optimizer's answers by where they stand, then by attempt. */
    private final Map<String, NavigableMap<Integer, JsonNode>> responses = new HashMap<>();

    private static final class Draft {
        private final List<AnswerDraft> answers = new ArrayList<>();

        /** Admitted answers by the name of their first edit. */
        private final Map<String, AnswerDraft> admitted = new HashMap<>();

        private final Map<String, String> facts = new LinkedHashMap<>();
        private List<String> parents = List.of();
        private String edited = "";
        private String evaluated = "";
        private Verdict verdict = Verdict.OPEN;
    }

    /** A model answered. */
    void answered(JsonNode call) {
        Matcher label = PLACE.matcher(LenientJson.text(call, "label"));
        if (label.matches() && label.group("attempt") != null) {
            responses
                    .computeIfAbsent(position(label), _ -> new TreeMap<>())
                    .put(number(label, "attempt"), call.path("response"));
        }
    }

    /** Something was written down; what is no epoch's is passed over. */
    void take(Event event) {
        Matcher key = PLACE.matcher(event.key());
        if (!key.matches()) {
            return;
        }
        Draft draft = draft(number(key, "epoch"));
        JsonNode data = event.data();
        switch (event.name()) {
            case "edit_applied" -> applied(draft, event.key(), data);
            case "edit_refused" -> refused(draft, key, data);
            case "parents" -> parents(draft, data);
            case "epoch_evaluated" -> draft.evaluated = LenientJson.text(data, "set");
            case "accepted" -> decided(draft, Verdict.KEPT, data);
            case "rolled_back" -> decided(draft, Verdict.ROLLED_BACK, data);
            default -> {}
        }
    }

    /** An answer of several edits has the name of its first. */
    private void applied(Draft draft, String key, JsonNode data) {
        draft.edited = LenientJson.text(data, "set");
        String answer = LenientJson.text(data, "answer");
        String first = answer.isEmpty() ? key : answer;
        draft.admitted
                .computeIfAbsent(
                        first,
                        _ -> {
                            var made = admitted(first);
                            draft.answers.add(made);
                            return made;
                        })
                .add(data);
    }

    /** The last answer at a place is the one that was admitted there. */
    private AnswerDraft admitted(String first) {
        Matcher key = PLACE.matcher(first);
        if (!key.matches()) {
            return new AnswerDraft(Place.UNKNOWN, Optional.empty(), MissingNode.getInstance());
        }
        var tries = responses.getOrDefault(position(key), new TreeMap<>()).lastEntry();
        return tries == null
                ? new AnswerDraft(place(key, 0), Optional.empty(), MissingNode.getInstance())
                : new AnswerDraft(place(key, tries.getKey()), Optional.empty(), tries.getValue());
    }

    private void refused(Draft draft, Matcher key, JsonNode data) {
        int attempt = number(key, "attempt");
        JsonNode response =
                responses
                        .getOrDefault(position(key), new TreeMap<>())
                        .getOrDefault(attempt, MissingNode.getInstance());
        var answer =
                new AnswerDraft(
                        place(key, attempt),
                        Optional.of(LenientJson.text(data, "reason")),
                        response);
        data.path("actions").forEach(answer::add);
        draft.answers.add(answer);
    }

    /** An epoch of the result; the ledger, where it is there, has said more of it. */
    void result(JsonNode epoch) {
        Draft draft = draft(epoch.path("epoch").asInt());
        decided(
                draft,
                epoch.path("accepted").asBoolean() ? Verdict.KEPT : Verdict.ROLLED_BACK,
                epoch);
        if (draft.answers.isEmpty() && !epoch.path("proposed").isEmpty()) {
            var answer =
                    new AnswerDraft(Place.UNKNOWN, Optional.empty(), MissingNode.getInstance());
            epoch.path("proposed").forEach(answer::add);
            draft.answers.add(answer);
        }
    }

    private static void decided(Draft draft, Verdict verdict, JsonNode epoch) {
        draft.verdict = verdict;
        draft.facts.putAll(LenientJson.facts(epoch.path("decision")).values());
        parents(draft, epoch);
        String set = LenientJson.text(epoch, "set");
        draft.edited = set.isEmpty() ? draft.edited : set;
    }

    private static void parents(Draft draft, JsonNode data) {
        if (!data.path("parents").isEmpty()) {
            List<String> parents = new ArrayList<>();
            data.path("parents").forEach(parent -> parents.add(parent.asText()));
            draft.parents = parents;
        }
    }

    private static String position(Matcher at) {
        return at.group("epoch") + " " + at.group("step") + " " + at.group("action");
    }

    private static Place place(Matcher at, int attempt) {
        String step = at.group("step");
        return new Place(step == null ? "" : step, number(at, "action"), attempt);
    }

    private static int number(Matcher at, String group) {
        String digits = at.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private Draft draft(int number) {
        return drafts.computeIfAbsent(number, _ -> new Draft());
    }

    /**
     * The epochs, in order.
     *
     * @param first the set the run began with. Where a run does not say what an epoch came from, it
     *     is the set that was kept last: that is how a run with one standing set goes
     */
    List<ReportedEpoch> list(String first) {
        List<ReportedEpoch> epochs = new ArrayList<>();
        String standing = first;
        for (Map.Entry<Integer, Draft> entry : drafts.entrySet()) {
            Draft draft = entry.getValue();
            String set = draft.evaluated.isEmpty() ? draft.edited : draft.evaluated;
            List<String> origin = standing.isEmpty() ? List.of() : List.of(standing);
            epochs.add(
                    new ReportedEpoch(
                            entry.getKey(),
                            set,
                            draft.parents.isEmpty() ? origin : draft.parents,
                            draft.answers.stream().map(AnswerDraft::answer).toList(),
                            new Decision(draft.verdict, new Facts(draft.facts))));
            standing = draft.verdict == Verdict.KEPT && !set.isEmpty() ? set : standing;
        }
        return epochs;
    }
}
