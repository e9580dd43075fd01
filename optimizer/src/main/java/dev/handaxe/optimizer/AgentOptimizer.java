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
    }

    /**
     * Takes a step from the set that was evaluated.
     *
     * @param epoch names the step in labels
     * @param current the set and its training rollouts, the only tasks the model is shown
     * @param failures sets that were tried from it and not kept
     */
    Step step(int epoch, Evaluation current, List<FailedSet> failures) {
        FunctionSet functions = current.functions();
        List<TrainingResult.Edit> edits = new ArrayList<>();
        while (edits.size() < options.maxEdits()) {
            var prompt = new OptimizerPrompt(options, current, failures);
            Admission admission =
                    nextAction(
                            epoch, edits.size() + 1, prompt.messages(functions, edits), functions);
            if (!(admission instanceof Admission.Admitted admitted)) {
                break;
            }
            functions = admitted.functions();
            edits.add(admitted.edit());
            ledger.append(
                    "edit_applied",
                    "epoch %d action %d".formatted(epoch, edits.size()),
                    Json.object()
                            .put("action", admitted.edit().action())
                            .put("name", admitted.edit().name())
                            .put("set", functions.hash()));
            listener.edited(epoch, admitted.edit());
        }
        return new Step(functions, edits);
    }

    private Admission nextAction(
            int epoch, int action, List<Message> prompt, FunctionSet functions) {
        List<Message> messages = new ArrayList<>(prompt);
        for (int attempt = 1; ; attempt++) {
            ModelAnswer answer =
                    gateway.ask(
                            CallLabel.optimizer(epoch, action, attempt, functions.hash()),
                            new ModelRequest(messages, EditAction.tools()));
            Admission admission = judge(answer.calls(), functions);
            if (!(admission instanceof Admission.Refused refused)) {
                return admission;
            }
            ledger.append(
                    "edit_refused",
                    "epoch %d action %d try %d".formatted(epoch, action, attempt),
                    Json.object().put("reason", refused.reason()));
            listener.refused(epoch, refused.reason());
            if (attempt == MAX_TRIES) {
                return admission;
            }
            messages.add(answer.message());
            messages.addAll(sentBack(answer.calls(), refused.reason()));
        }
    }

    private Admission judge(List<ToolCall> calls, FunctionSet functions) {
        return switch (calls.size()) {
            case 0 ->
                    new Admission.Refused(
                            "The answer called no action. Call exactly one of revise_function,"
                                    + " add_function, remove_function and terminate.");
            case 1 -> gate.judge(calls.getFirst(), functions);
            default ->
                    new Admission.Refused(
                            "The answer called %d actions, and none was applied. Call exactly one; you will be asked again."
                                    .formatted(calls.size()));
        };
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
