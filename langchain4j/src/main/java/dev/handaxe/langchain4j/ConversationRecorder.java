package dev.handaxe.langchain4j;

import dev.handaxe.langchain4j.RecordedConversation.Call;
import dev.handaxe.optimizer.Grader;
import dev.handaxe.optimizer.Rollout;
import dev.handaxe.optimizer.Task;
import dev.handaxe.optimizer.Trainer;
import dev.handaxe.optimizer.Verdict;
import dev.handaxe.optimizer.tools.ToolAnswer;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.langchain4j.observability.api.event.OutputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns conversations of an agent into rollouts, from which a training can learn ({@link
 * Trainer#step}): the messages, the calls of functions with their outcomes and traces, the verdict,
 * the usage.
 *
 * <pre>{@code
 * ConversationRecorder recorder = ConversationRecorder.of(
 *         started -> Optional.of(new Task(id, question, answer, "")), grader, rollouts::add);
 * Assistant assistant = AiServices.builder(Assistant.class)
 *         .chatModel(model)
 *         .toolProvider(functions.recordedBy(recorder))
 *         .registerListeners(recorder.listeners())
 *         .build();
 * }</pre>
 *
 * <p>One invocation of the agent's method is one conversation, told apart by its id, so any number
 * of them may be under way. Tools other than functions are in the messages, not among the calls. A
 * conversation that ends with an exception is a failed attempt; its verdict names the exception.
 * The grader and the consumer are called on the thread that ends the conversation; what they throw
 * is logged and ends nothing.
 *
 * <p>Memory is bounded: of conversations that never end, such as a stream that nobody reads to its
 * end, the oldest are forgotten.
 *
 * <p>Thread-safe.
 */
public final class ConversationRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(ConversationRecorder.class);
    private static final int MAX_OPEN = 256;

    private final Function<AiServiceStartedEvent, Optional<Task>> tasks;
    private final Grader grader;
    private final Consumer<Rollout> rollouts;
    private final int maxOpen;
    private final SequencedMap<UUID, RecordedConversation> open = new LinkedHashMap<>();
    private final Deque<Call> unplaced = new ArrayDeque<>();
    private long forgotten;

    private ConversationRecorder(
            Function<AiServiceStartedEvent, Optional<Task>> tasks,
            Grader grader,
            Consumer<Rollout> rollouts,
            int maxOpen) {
        this.tasks = Objects.requireNonNull(tasks);
        this.grader = Objects.requireNonNull(grader);
        this.rollouts = Objects.requireNonNull(rollouts);
        this.maxOpen = maxOpen;
    }

    /**
     * Records conversations, of which at most 256 are under way.
     *
     * @param tasks which task a conversation is at; empty if it is not to be recorded
     * @param grader says how good the final answer is
     * @param rollouts takes what was recorded
     */
    public static ConversationRecorder of(
            Function<AiServiceStartedEvent, Optional<Task>> tasks,
            Grader grader,
            Consumer<Rollout> rollouts) {
        return new ConversationRecorder(tasks, grader, rollouts, MAX_OPEN);
    }

    /**
     * A recorder of its own, with nothing under way, that keeps at most that many conversations
     * under way.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ConversationRecorder withMaxOpen(int conversations) {
        if (conversations < 1) {
            throw new IllegalArgumentException(
                    "maxOpen is " + conversations + ", allowed is 1 or more");
        }
        return new ConversationRecorder(tasks, grader, rollouts, conversations);
    }

    /** What is registered with an agent, by {@code AiServices.registerListeners}. */
    public List<AiServiceListener<?>> listeners() {
        return List.of(
                new Listener<>(AiServiceStartedEvent.class, this::started),
                new Listener<>(AiServiceRequestIssuedEvent.class, this::asked),
                new Listener<>(AiServiceResponseReceivedEvent.class, this::answered),
                new Listener<>(OutputGuardrailExecutedEvent.class, this::guarded),
                new Listener<>(ToolExecutedEvent.class, this::executed),
                new Listener<>(AiServiceCompletedEvent.class, this::completed),
                new Listener<>(AiServiceErrorEvent.class, this::failed));
    }

    /** Conversations under way. */
    public int open() {
        synchronized (open) {
            return open.size();
        }
    }

    /** Conversations that were given up because too many were under way. */
    public long forgotten() {
        synchronized (open) {
            return forgotten;
        }
    }

    /** A function was called in a conversation. */
    void called(InvocationContext context, ToolExecutionRequest request, ToolAnswer answer) {
        find(context).ifPresent(conversation -> conversation.called(request, answer));
    }

    /**
     * A function was called that there is not. LangChain4j says in which conversation when it has
     * the answer.
     */
    void called(ToolExecutionRequest request, ToolAnswer answer) {
        synchronized (unplaced) {
            unplaced.addLast(new Call(request, answer));
            if (unplaced.size() > maxOpen) {
                unplaced.removeFirst();
            }
        }
    }

    private void executed(ToolExecutedEvent event) {
        take(event.request())
                .ifPresent(answer -> called(event.invocationContext(), event.request(), answer));
    }

    @SuppressWarnings("ReferenceEquality") // an equal one may be another conversation's
    private Optional<ToolAnswer> take(ToolExecutionRequest request) {
        synchronized (unplaced) {
            Optional<Call> call =
                    unplaced.stream().filter(made -> made.request() == request).findFirst();
            call.ifPresent(unplaced::remove);
            return call.map(Call::answer);
        }
    }

    private void started(AiServiceStartedEvent event) {
        tasks.apply(event)
                .ifPresent(
                        task -> {
                            synchronized (open) {
                                open.put(
                                        event.invocationContext().invocationId(),
                                        new RecordedConversation(task));
                                if (open.size() > maxOpen) {
                                    open.pollFirstEntry();
                                    forgotten++;
                                }
                            }
                        });
    }

    private void asked(AiServiceRequestIssuedEvent event) {
        find(event.invocationContext())
                .ifPresent(conversation -> conversation.asked(event.request()));
    }

    private void answered(AiServiceResponseReceivedEvent event) {
        find(event.invocationContext())
                .ifPresent(
                        conversation -> conversation.answered(event.request(), event.response()));
    }

    /** LangChain4j tells an answer that a guardrail asked for by what the guardrail says of it. */
    private void guarded(OutputGuardrailExecutedEvent event) {
        find(event.invocationContext())
                .ifPresent(conversation -> conversation.guarded(event.request().responseFromLLM()));
    }

    private void completed(AiServiceCompletedEvent event) {
        end(event.invocationContext())
                .ifPresent(
                        conversation -> {
                            String answer = conversation.finalMessage(event.result());
                            Verdict verdict = grader.grade(conversation.task(), answer);
                            rollouts.accept(conversation.rollout(answer, verdict));
                        });
    }

    private void failed(AiServiceErrorEvent event) {
        end(event.invocationContext())
                .ifPresent(
                        conversation -> {
                            String why = event.error().getClass().getSimpleName();
                            Verdict verdict = Verdict.wrong("the conversation failed: " + why);
                            rollouts.accept(conversation.rollout("", verdict));
                        });
    }

    private Optional<RecordedConversation> find(InvocationContext context) {
        synchronized (open) {
            return Optional.ofNullable(open.get(context.invocationId()));
        }
    }

    private Optional<RecordedConversation> end(InvocationContext context) {
        synchronized (open) {
            @Nullable RecordedConversation ended = open.remove(context.invocationId());
            return Optional.ofNullable(ended);
        }
    }

    /** What is registered for one kind of event; nothing it does reaches the conversation. */
    private record Listener<T extends AiServiceEvent>(Class<T> kind, Consumer<T> hears)
            implements AiServiceListener<T> {
        @Override
        public Class<T> getEventClass() {
            return kind;
        }

        @Override
        public void onEvent(T event) {
            try {
                hears.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("a conversation could not be recorded", e);
            }
        }
    }
}
