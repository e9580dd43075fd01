package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.optimizer.TrainingOptions.StepMethod;
import dev.handaxe.optimizer.TrainingResult.Edit;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One optimizing step (paper, section 3): the optimizer model edits the function set, and sees the
 * set change. The actions of one answer are one transaction; each counts towards the most that a
 * step may take. What is wrong with an answer is told to the model, which may repair it a bounded
 * number of times.
 *
 * <p>Thread-safe.
 */
final class AgentOptimizer {
    private final ModelGateway gateway;
    private final AdmissionGate gate;
    private final Ledger ledger;
    private final TrainingOptions options;
    private final TrainingListener listener;

    AgentOptimizer(
            ModelGateway gateway,
            AdmissionGate gate,
            Ledger ledger,
            TrainingOptions options,
            TrainingListener listener) {
        this.gateway = gateway;
        this.gate = gate;
        this.ledger = ledger;
        this.options = options;
        this.listener = listener;
    }

    /**
     * What a step led to.
     *
     * @param functions set B at its end
     * @param edits in order
     */
    record Step(FunctionSet functions, List<Edit> edits) {
        Step {
            Objects.requireNonNull(functions);
            edits = List.copyOf(edits);
        }

        /** The step as the history keeps it. */
        PastEdit past(int epoch, PastEdit.Fate fate) {
            return new PastEdit(epoch, edits, fate);
        }
    }

    /**
     * Takes a step from the set that was evaluated.
     *
     * @param name of the step, in labels
     * @param prompt what the model is shown of the set and its training rollouts
     * @param history what was tried before: nothing like what was rolled back is admitted
     */
    Step step(StepName name, OptimizerPrompt prompt, EditHistory history) {
        Draft draft = Draft.of(prompt.current());
        while (draft.edits().size() < options.maxEdits()) {
            List<Message> messages = prompt.messages(draft.functions(), draft.edits());
            if (!(answer(name, messages, draft, history) instanceof Admission.Admitted admitted)) {
                break;
            }
            draft = admitted.draft();
            if (admitted.last() || options.step() == StepMethod.WHOLE_SET) {
                break;
            }
        }
        return new Step(draft.functions(), draft.edits());
    }

    /**
     * Asks for the next edits of a set, and for others while they are refused.
     *
     * @param draft the set as it is now
     */
    Admission answer(StepName name, List<Message> prompt, Draft draft, EditHistory history) {
        int action = draft.edits().size() + 1;
        List<Message> messages = new ArrayList<>(prompt);
        for (int attempt = 1; ; attempt++) {
            ModelAnswer answer =
                    gateway.ask(
                            CallLabel.optimizer(name, action, attempt, draft.functions().hash()),
                            new ModelRequest(messages, tools()));
            Admission admission = judge(answer.calls(), draft, history);
            if (!(admission instanceof Admission.Refused refused)) {
                applied(name, draft, admission);
                return admission;
            }
            ledger.append(
                    "edit_refused",
                    "%s action %d try %d".formatted(name.text(), action, attempt),
                    refusal(answer.calls(), refused.reason()));
            listener.refused(name.epoch(), refused.reason());
            if (attempt > options.repairs()) {
                history.refused(name.epoch(), answer.calls(), refused.reason());
                return admission;
            }
            messages.add(answer.message());
            messages.addAll(sentBack(answer.calls(), refused.reason()));
        }
    }

    /**
     * Whether a set that was put together from several steps is admitted.
     *
     * @param start the set they all began with
     */
    boolean admits(StepName name, FunctionSet start, Draft merged) {
        if (!(gate.judge(start, merged) instanceof Admission.Refused(String reason))) {
            return true;
        }
        ledger.append("merge_refused", name.text(), Json.object().put("reason", reason));
        listener.refused(name.epoch(), reason);
        return false;
    }

    private List<Tool> tools() {
        return switch (options.step()) {
            case EDITS -> EditAction.tools();
            case WHOLE_SET -> WholeSet.tools();
        };
    }

    private Admission judge(List<ToolCall> calls, Draft draft, EditHistory history) {
        Admission admission =
                switch (options.step()) {
                    case EDITS ->
                            gate.judge(calls, draft, options.maxEdits() - draft.edits().size());
                    case WHOLE_SET -> new WholeSet(gate, options.policy()).judge(calls, draft);
                };
        if (!(admission instanceof Admission.Admitted admitted)) {
            return admission;
        }
        return history.nearDuplicate(admitted.draft().functions())
                .<Admission>map(
                        past ->
                                new Admission.Refused(
                                        "This repeats an edit that was rolled back, up to names and formatting (%s). Change what the function does, or take another action; if this is one part of a larger change, call all of its actions in one answer."
                                                .formatted(past.name())))
                .orElse(admission);
    }

    private void applied(StepName name, Draft before, Admission admission) {
        if (!(admission instanceof Admission.Admitted(Draft after, _))) {
            return;
        }
        int first = before.edits().size() + 1;
        for (int i = before.edits().size(); i < after.edits().size(); i++) {
            Edit edit = after.edits().get(i);
            ledger.append(
                    "edit_applied",
                    "%s action %d".formatted(name.text(), i + 1),
                    edit.node()
                            .put("set", after.functions().hash())
                            .put("answer", "%s action %d".formatted(name.text(), first)));
            listener.edited(name.epoch(), edit);
        }
    }

    private static ObjectNode refusal(List<ToolCall> calls, String reason) {
        ObjectNode node = Json.object().put("reason", reason);
        var actions = node.putArray("actions");
        calls.forEach(call -> actions.add(EditReader.summary(call)));
        return node;
    }

    private static List<Message> sentBack(List<ToolCall> calls, String reason) {
        String text = "Refused. " + reason + "\nAnswer again.";
        if (calls.isEmpty()) {
            return List.of(new Message.User(text));
        }
        return calls.stream()
                .map(call -> (Message) new Message.ToolResult(call.id(), call.name(), text))
                .toList();
    }
}
