package dev.handaxe.optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * What was said in an attempt: each request to the model has the whole conversation so far, so one
 * that goes on where the last one ended belongs to the same conversation.
 *
 * <p>Confined to one thread.
 */
final class Turns {
    private final List<Message> earlier = new ArrayList<>();
    private List<Message> asked = List.of();
    private List<Message> conversation = List.of();

    /** The model was asked that, and answered. */
    void add(List<Message> request, Message answer) {
        boolean goesOn =
                request.size() > asked.size() && request.subList(0, asked.size()).equals(asked);
        if (!goesOn) {
            earlier.addAll(conversation);
        }
        asked = request;
        conversation = new ArrayList<>(request);
        conversation.add(answer);
    }

    /**
     * All conversations, the final answer last.
     *
     * @param question stands in where the model was asked nothing
     */
    List<Message> messages(String question, String answer) {
        List<Message> messages = new ArrayList<>(earlier);
        messages.addAll(conversation);
        if (messages.isEmpty()) {
            messages.add(new Message.User(question));
        }
        boolean said =
                messages.getLast() instanceof Message.Assistant last && last.text().equals(answer);
        if (!said) {
            messages.add(new Message.Assistant(answer, List.of()));
        }
        return messages;
    }
}
