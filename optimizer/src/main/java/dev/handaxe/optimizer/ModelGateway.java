package dev.handaxe.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a model. It asks a model or a recording, tries again after faults that pass,
 * counts, keeps the budget, records, and writes every answer to the run's ledger before it counts.
 * The same prompt for the same sample is asked once.
 *
 * <pre>{@code
 * ModelGateway gateway = ModelGateway.live(model).build(); // model: made with no retries of its own
 * ModelGateway replayed = ModelGateway.replay(Path.of("recording.jsonl"));
 * }</pre>
 *
 * <p>Thread-safe. Whoever makes it closes it; it serves one run.
 */
public final class ModelGateway implements AutoCloseable {
    private final Map<CallLabel.Role, ChatModel> models;
    private final @Nullable Recording recording;
    private final @Nullable Recorder recorder;
    private final RetryPolicy retries;
    private final Map<String, Turn> underWay = new HashMap<>();
    private @Nullable Run run;
    private boolean estimated;

    private record Run(Ledger ledger, Budget budget, Duration timeout) {}

    /** Who asks the same question at the same time waits for the answer of the first. */
    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    private ModelGateway(Builder builder) {
        models = Map.copyOf(builder.models);
        recording = builder.recording;
        recorder = builder.recorder;
        retries = builder.retries;
    }

    /**
     * A gateway to a model, which must not retry by itself.
     *
     * @param agent asked by the agent, and by the optimizer unless it has a model of its own
     */
    public static Builder live(ChatModel agent) {
        return new Builder().model(CallLabel.Role.AGENT, agent);
    }

    /**
     * A gateway that answers from a recording only.
     *
     * @param file a recording, or the folder of a run, whose ledger is one
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming file and line if the file is
     *     no recording
     */
    public static ModelGateway replay(Path file) {
        Builder builder = new Builder();
        builder.recording = Recording.read(file);
        return new ModelGateway(builder);
    }

    /**
     * The settings a recording was made with, as they were given to {@link Builder#record}, or
     * those of a run's folder.
     *
     * @throws HandaxeException with {@link Code#INVALID_INPUT} naming file and line if the file is
     *     no recording
     */
    public static Map<String, String> recordedSettings(Path file) {
        return Recording.read(file).settings();
    }

    /** All answered calls of the run, those before a resume included. */
    public synchronized Usage usage() {
        return run == null ? Usage.NONE : run.budget().usage();
    }

    /** What the run has spent, what it spent before a resume included. */
    public synchronized Spending spending() {
        if (run == null) {
            return Spending.NONE;
        }
        Budget budget = run.budget();
        return new Spending(
                budget.spent(CallLabel.Role.AGENT),
                budget.spent(CallLabel.Role.OPTIMIZER),
                run.ledger().guest(),
                budget.money());
    }

    /** Whether some of the usage is our estimate, because a provider reported none. */
    public synchronized boolean usageEstimated() {
        return estimated;
    }

    /** Joins a run: answers in its ledger are not asked for again and count as spent. */
    synchronized void attach(Ledger ledger, Budget limits, Duration timeout, boolean resumed) {
        if (run != null) {
            throw new IllegalStateException("a gateway serves one run");
        }
        run = new Run(ledger, limits, timeout);
        if (recorder != null) {
            recorder.start(resumed);
        }
        ledger.forEach(
                "model_call",
                (key, call) -> {
                    ModelAnswer answer = answer(key, call);
                    note(key, answer, call);
                    limits.spend(CallLabel.Role.of(call.path("label").asText()), answer.usage());
                });
    }

    private static ModelAnswer answer(String key, ObjectNode call) {
        try {
            return ModelJson.answer(call.path("response"), call.path("usage"));
        } catch (Json.Malformed e) {
            throw new HandaxeException(
                    Code.INVALID_INPUT,
                    "the ledger's model call %s is corrupt: %s".formatted(key, e.getMessage()),
                    e);
        }
    }

    /**
     * Asks.
     *
     * @throws BudgetExceeded before a call that the budget does not allow
     * @throws HandaxeException with {@link Code#PROVIDER} if the model cannot be asked, with {@link
     *     Code#REPLAY_MISMATCH} if the recording has no answer, or with {@link Code#INTERRUPTED}
     */
    ModelAnswer ask(CallLabel label, ModelRequest request) {
        String key = label.key(request);
        Turn turn = join(key);
        turn.lock.lock();
        try {
            Optional<ObjectNode> known = run().ledger().find("model_call", key);
            return known.isPresent() ? answer(key, known.get()) : book(label, key, request);
        } finally {
            turn.lock.unlock();
            leave(key, turn);
        }
    }

    private synchronized Run run() {
        if (run == null) {
            throw new IllegalStateException("the gateway serves no run yet");
        }
        return run;
    }

    private synchronized Turn join(String key) {
        Turn turn = underWay.computeIfAbsent(key, _ -> new Turn());
        turn.users++;
        return turn;
    }

    private synchronized void leave(String key, Turn turn) {
        turn.users--;
        if (turn.users == 0) {
            underWay.remove(key);
        }
    }

    private synchronized void note(String key, ModelAnswer answer, ObjectNode call) {
        estimated |= answer.estimated();
        if (recorder != null) {
            recorder.add(key, call);
        }
    }

    private ModelAnswer book(CallLabel label, String key, ModelRequest request) {
        Budget limits = run().budget();
        Usage used = Usage.NONE;
        Budget.Booking booking = limits.book(label.role(), request.mostTokens());
        try {
            ModelAnswer answer = fetch(label, key, request);
            ObjectNode call = Json.object().put("label", label.text());
            call.set("request", ModelJson.node(request));
            call.set("response", ModelJson.response(answer));
            call.set("usage", ModelJson.usage(answer));
            run().ledger().append("model_call", key, call);
            note(key, answer, call);
            used = answer.usage();
            return answer;
        } finally {
            limits.settle(booking, used);
        }
    }

    private ModelAnswer fetch(CallLabel label, String key, ModelRequest request) {
        if (recording != null) {
            return recording.answer(label, key, request);
        }
        ChatModel model = Objects.requireNonNull(models.get(label.role()));
        Run now = run();
        return retries.call(() -> inTime(model, request, now));
    }

    /** An attempt that ends when the run's time does. */
    private static ModelAnswer inTime(ChatModel model, ModelRequest request, Run run)
            throws Exception {
        Duration timeout = run.timeout();
        Duration left = run.budget().timeLeft().orElse(timeout);
        if (!left.isPositive()) {
            throw run.budget().outOfTime();
        }
        ChatRequest chat = ChatTranslation.toChat(request, run.budget().maxOutput());
        try {
            return attempt(model, request, chat, left.compareTo(timeout) < 0 ? left : timeout);
        } catch (TimeoutException e) {
            if (left.compareTo(timeout) < 0) {
                throw run.budget().outOfTime();
            }
            throw e;
        }
    }

    /** One attempt in a thread of its own: a provider that hangs costs the timeout, no more. */
    private static ModelAnswer attempt(
            ChatModel model, ModelRequest request, ChatRequest chat, Duration timeout)
            throws Exception {
        FutureTask<ChatResponse> task = new FutureTask<>(() -> model.chat(chat));
        Thread.ofVirtual().name("handaxe-model-call").start(task);
        try {
            return ChatTranslation.fromChat(
                    request, task.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw new TimeoutException("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContentFilteredException) {
                return ChatTranslation.withheld(request);
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            task.cancel(true);
        }
    }

    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
    }

    /** Sets up a gateway to models. Confined to one thread. */
    public static final class Builder {
        private final Map<CallLabel.Role, ChatModel> models = new HashMap<>();
        private @Nullable Recording recording;
        private @Nullable Recorder recorder;
        private RetryPolicy retries = RetryPolicy.standard();

        private Builder() {}

        private Builder model(CallLabel.Role role, ChatModel model) {
            models.put(role, Objects.requireNonNull(model));
            models.putIfAbsent(CallLabel.Role.OPTIMIZER, model);
            return this;
        }

        /** A model of its own for the optimizer. */
        public Builder optimizer(ChatModel model) {
            return model(CallLabel.Role.OPTIMIZER, model);
        }

        /**
         * Records every call.
         *
         * @param file a new file; a resumed run writes its own anew
         * @param note what people should know of the recording
         * @param model what was asked, for people
         * @param settings what the run was made with, no credentials among it
         */
        public Builder record(Path file, String note, String model, Map<String, String> settings) {
            recorder = new Recorder(file, note, model, settings);
            return this;
        }

        Builder retries(RetryPolicy policy) {
            retries = policy;
            return this;
        }

        /** The gateway. */
        public ModelGateway build() {
            return new ModelGateway(this);
        }
    }
}
