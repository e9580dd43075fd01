package dev.handaxe.cli.report;

import dev.handaxe.optimizer.report.Facts;
import dev.handaxe.optimizer.report.ReportedEpoch;
import dev.handaxe.optimizer.report.ReportedEpoch.Answer;
import dev.handaxe.optimizer.report.ReportedEpoch.Edit;
import dev.handaxe.optimizer.report.ReportedEpoch.Place;
import dev.handaxe.optimizer.report.ReportedEpoch.Proposal;
import dev.handaxe.optimizer.report.RunReport;
import dev.handaxe.runtime.FunctionDefinition;
import dev.handaxe.runtime.FunctionStore.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answers of one epoch's optimizer: what was admitted as one, what was sent back with which
 * words, and what each edit makes of its function. Confined to one thread.
 */
final class EpochEdits {
    private final Html html;
    private final ReportedEpoch epoch;
    private final Map<String, FunctionText> before;

    /** The functions as the edits of each step made them so far. */
    private final Map<String, Map<String, FunctionText>> bySteps = new HashMap<>();

    EpochEdits(Html html, RunReport run, ReportedEpoch epoch) {
        this.html = html;
        this.epoch = epoch;
        this.before = functions(run, epoch);
    }

    /** The functions of the set that the epoch edited. */
    private static Map<String, FunctionText> functions(RunReport run, ReportedEpoch epoch) {
        Map<String, FunctionText> functions = new LinkedHashMap<>();
        for (Version version : run.versions()) {
            if (!epoch.parents().isEmpty()
                    && version.functions().hash().equals(epoch.parents().getFirst())) {
                for (FunctionDefinition function : version.functions().functions()) {
                    functions.put(function.name(), FunctionText.of(function));
                }
                return functions;
            }
        }
        return functions;
    }

    void write() {
        int number = 0;
        for (Answer answer : epoch.answers()) {
            answer(++number, answer);
        }
    }

    /** Such as {@code add mean} or {@code merge total (in place of add, sum_of)}. */
    static String title(Edit edit) {
        String action = edit.action().replaceFirst("_functions?$", "");
        if (edit.replaced().isEmpty()) {
            return action + " " + edit.name();
        }
        String old = String.join(", ", edit.replaced());
        return action.equals("rename")
                ? "rename " + old + " to " + edit.name()
                : "%s %s (in place of %s)".formatted(action, edit.name(), old);
    }

    private void answer(int number, Answer answer) {
        boolean refused = answer.refusal().isPresent();
        html.open("div", "class", refused ? "answer refused" : "answer");
        html.open("h4");
        html.text("Answer %d%s ".formatted(number, where(answer.place())));
        html.element("span", fate(answer), "class", refused ? "badge bad" : "badge good");
        html.close("h4");
        answer.refusal()
                .ifPresent(
                        reason -> {
                            html.open("p", "class", "guest");
                            html.element("strong", "Told to the optimizer: ");
                            html.text(reason);
                            html.close("p");
                        });
        if (!answer.said().isBlank()) {
            html.element("p", answer.said(), "class", "guest");
        }
        Map<String, FunctionText> now =
                bySteps.computeIfAbsent(answer.place().step(), _ -> new LinkedHashMap<>(before));
        // what was refused changed nothing
        Map<String, FunctionText> edited = refused ? new LinkedHashMap<>(now) : now;
        answer.edits().forEach(edit -> edit(edit, edited));
        html.close("div");
    }

    private static String where(Place place) {
        return place.step().isEmpty() ? "" : ", " + place.step();
    }

    private String fate(Answer answer) {
        if (answer.refusal().isEmpty()) {
            int attempt = answer.place().attempt();
            String repaired = attempt > 1 ? ", repaired at try " + attempt : "";
            return answer.edits().size() > 1
                    ? "admitted as one: %d edits%s".formatted(answer.edits().size(), repaired)
                    : "admitted" + repaired;
        }
        return "refused";
    }

    private void edit(Edit edit, Map<String, FunctionText> now) {
        html.element("h5", title(edit));
        Facts facts = edit.facts();
        if (facts.isEmpty()) {
            html.element(
                    "p", "Hypothesis and expected effect: not written down.", "class", "absent");
        }
        FactsList.write(html, "Why", facts);
        Optional<Proposal> written = edit.proposal().filter(one -> !one.code().isEmpty());
        if (edit.action().equals("rename_function")) {
            rename(edit, now);
        } else if (edit.action().equals("remove_function")) {
            gone(edit.name(), now);
        } else if (written.isPresent()) {
            edit.replaced().stream()
                    .filter(name -> !name.equals(edit.name()))
                    .forEach(name -> gone(name, now));
            written(edit.name(), FunctionText.of(written.get()), now);
        }
    }

    private void rename(Edit edit, Map<String, FunctionText> now) {
        List<String> olds = new ArrayList<>(edit.replaced());
        for (String old : olds) {
            FunctionText function = now.remove(old);
            if (function != null) {
                now.put(edit.name(), function);
            }
        }
        html.element(
                "p", "The code stays; calls of it in other functions follow.", "class", "absent");
    }

    private void gone(String name, Map<String, FunctionText> now) {
        FunctionText old = now.remove(name);
        if (old != null) {
            Passage.diff(
                    html,
                    "Removal of %s (%s)".formatted(name, Passage.lines(old.source())),
                    FunctionDiff.ofEdit(name, Optional.of(old), Optional.empty()));
        }
    }

    private void written(String name, FunctionText function, Map<String, FunctionText> now) {
        Optional<FunctionText> old = Optional.ofNullable(now.put(name, function));
        String title =
                old.isEmpty()
                        ? "New function %s (%s)".formatted(name, Passage.lines(function.source()))
                        : "Change of " + name;
        Passage.diff(html, title, FunctionDiff.ofEdit(name, old, Optional.of(function)));
    }
}
