package dev.handaxe.optimizer;

import dev.handaxe.optimizer.AdmissionGate.Admission;
import dev.handaxe.optimizer.Message.ToolCall;
import dev.handaxe.runtime.FunctionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One optimizing step (paper, section 3): the optimizer model edits the function set one action at
 * a time, and sees the set change. Every answer is one action; what is wrong with an answer is told
 * to the model, up to three answers for an action.
 *
 * <p>Thread-safe.
 */
final class AgentOptimizer {
    static final int MAX_TRIES = 3;

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
    record Step(FunctionSet functions, List<TrainingResult.Edit> edits) {
        Step {
            Objects.requireNonNull(functions);
            edits = List.copyOf(edits);
        }

        /** The step as the history keeps it. */
        PastEdit past(int epoch, PastEdit.Fate fate) {
            return new PastEdit(epoch, edits, PastEdit.Why.UNSAID, fate);
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
        FunctionSet functions = prompt.setA();
        List<TrainingResult.Edit> edits = new ArrayList<>();
        while (edits.size() < options.maxEdits()) {
            Admission admission =
                    action(
                            name,
                            edits.size() + 1,
                            prompt.messages(functions, edits),
                            functions,
                            history);
            if (!(admission instanceof Admission.Admitted admitted)) {
                break;
            }
            functions = admitted.functions();
            edits.add(admitted.edit());
        }
        return new Step(functions, edits);
    }

    /** Asks for one action on that set, and for another try if it is refused. */
    Admission action(
            StepName name,
            int action,
            List<Message> prompt,
            FunctionSet functions,
            EditHistory history) {
        List<Message> messages = new ArrayList<>(prompt);
        for (int attempt = 1; ; attempt++) {
            ModelAnswer answer =
                    gateway.ask(
                            CallLabel.optimizer(name, action, attempt, functions.hash()),
                            new ModelRequest(messages, EditAction.tools()));
            Admission admission = judge(answer.calls(), functions, history);
            if (!(admission instanceof Admission.Refused refused)) {
                applied(name, action, admission);
                return admission;
            }
            ledger.append(
                    "edit_refused",
                    "%s action %d try %d".formatted(name.text(), action, attempt),
                    Json.object().put("reason", refused.reason()));
            listener.refused(name.epoch(), refused.reason());
            if (attempt == MAX_TRIES) {
                history.refused(name.epoch(), answer.calls(), refused.reason());
                return admission;
            }
            messages.add(answer.message());
            messages.addAll(sentBack(answer.calls(), refused.reason()));
        }
    }

    private void applied(StepName name, int action, Admission admission) {
        if (admission instanceof Admission.Admitted(FunctionSet functions, var edit)) {
            ledger.append(
                    "edit_applied",
                    "%s action %d".formatted(name.text(), action),
                    Json.object()
                            .put("action", edit.action())
                            .put("name", edit.name())
                            .put("set", functions.hash()));
            listener.edited(name.epoch(), edit);
        }
    }

    private Admission judge(List<ToolCall> calls, FunctionSet functions, EditHistory history) {
        return switch (calls.size()) {
            case 0 ->
                    new Admission.Refused(
                            "The answer called no action. Call exactly one of revise_function,"
                                    + " add_function, remove_function and terminate.");
            case 1 -> unlessTried(gate.judge(calls.getFirst(), functions), history);
            default ->
                    new Admission.Refused(
                            "The answer called %d actions, and none was applied. Call exactly one; you will be asked again."
                                    .formatted(calls.size()));
        };
    }

    private static Admission unlessTried(Admission admission, EditHistory history) {
        if (!(admission instanceof Admission.Admitted admitted)) {
            return admission;
        }
        return history.nearDuplicate(admitted.functions())
                .<Admission>map(
                        past ->
                                new Admission.Refused(
                                        "This repeats an edit that was rolled back, up to names and formatting (%s). Change what the function does, or take another action; if this is one part of a larger change, make another part of it first."
                                                .formatted(past.name())))
                .orElse(admission);
    }

    private static List<Message> sentBack(List<ToolCall> calls, String reason) {
        String text = "Refused. " + reason + "\nAnswer again with one action.";
        if (calls.isEmpty()) {
            return List.of(new Message.User(text));
        }
        return calls.stream()
                .map(call -> (Message) new Message.ToolResult(call.id(), call.name(), text))
                .toList();
    }
}
