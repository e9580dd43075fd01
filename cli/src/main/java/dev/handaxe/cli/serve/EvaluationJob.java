package dev.handaxe.cli.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Progress;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.OutcomeFormat;
import dev.handaxe.runtime.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One evaluation that a client asked for, from its queue to its verdicts. Thread-safe. */
final class EvaluationJob implements Progress {
    private static final int MAX_MESSAGE = 1_000;
    private static final int MAX_WARNINGS = 10;

    private final String id;
    private final String client;
    private final EvaluationOptions options;
    private final Path verdicts;
    private final Instant asked;
    private final Consumer<String> log;
    private final List<String> warnings = new ArrayList<>();
    private State state = State.QUEUED;
    private long done;
    private long samples;
    private long passed;
    private Optional<EvaluationResult> result = Optional.empty();
    private String error = "";
    private @Nullable Thread thread;

    /** Where it stands. */
    enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        boolean isOver() {
            return compareTo(DONE) >= 0;
        }
    }

    EvaluationJob(
            String id,
            String client,
            EvaluationOptions options,
            Path verdicts,
            Instant asked,
            Consumer<String> log) {
        this.id = id;
        this.client = client;
        this.options = options;
        this.verdicts = verdicts;
        this.asked = asked;
        this.log = log;
    }

    String id() {
        return id;
    }

    boolean isOf(String name) {
        return client.equals(name);
    }

    synchronized boolean isOver() {
        return state.isOver();
    }

    /** Runs it to its end, on the caller's thread. */
    void run(Sandbox sandbox) {
        synchronized (this) {
            if (state != State.QUEUED) {
                return;
            }
            state = State.RUNNING;
            thread = Thread.currentThread();
        }
        try {
            EvaluationResult found = Evaluation.run(options, sandbox, this);
            end(State.DONE, Optional.of(found), "");
        } catch (HandaxeException e) {
            end(
                    e.code() == Code.INTERRUPTED || e.code() == Code.CLOSED
                            ? State.CANCELLED
                            : State.FAILED,
                    Optional.empty(),
                    e.code() == Code.INVALID_INPUT ? forClients(e.getMessage()) : hostsFault(e));
        } catch (RuntimeException e) {
            end(State.FAILED, Optional.empty(), hostsFault(e));
        } finally {
            synchronized (this) {
                thread = null;
                // an interrupt that came too late is not meant for the next one
                Thread.interrupted();
            }
        }
    }

    private synchronized void end(State how, Optional<EvaluationResult> found, String message) {
        if (!state.isOver()) {
            state = how;
            result = found;
            error = how == State.FAILED ? message : "";
        }
    }

    private String hostsFault(RuntimeException e) {
        log.accept("evaluation %s failed: %s".formatted(id, e));
        return "the host failed; its log says why";
    }

    /** What is wrong with the samples, without the host's names of files. */
    private String forClients(String message) {
        String shown = message.replace(options.data().toString(), options.dataSet());
        for (Path file : options.samples().stream().toList()) {
            shown = shown.replace(file.toString(), "samples");
        }
        return OutcomeFormat.printable(shown, MAX_MESSAGE);
    }

    /** Ends it, if it is not over; what it has so far is given up. */
    synchronized void cancel() {
        if (!state.isOver()) {
            state = State.CANCELLED;
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public synchronized void started(int pass, int passes, long all) {
        samples = all;
    }

    @Override
    public synchronized void finished(
            String taskId, EvaluationResult.Kind kind, long number, long all) {
        done = number;
        passed += kind == EvaluationResult.Kind.PASSED ? 1 : 0;
    }

    @Override
    public synchronized void warned(String message) {
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(forClients(message));
        }
    }

    /** What it says of itself. */
    synchronized ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("evaluation", id).put("dataset", options.dataSet());
        node.put("asked", asked.toString());
        node.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        node.put("done", done).put("samples", samples).put("passed", passed);
        ArrayNode list = node.putArray("warnings");
        warnings.forEach(list::add);
        if (!error.isEmpty()) {
            node.put("error", error);
        }
        result.ifPresent(found -> node.putRawValue("result", new RawValue(found.json())));
        return node;
    }

    /** The verdicts so far, a line of JSON each. */
    String verdicts() {
        try {
            return Files.exists(verdicts) ? Files.readString(verdicts) : "";
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, verdicts + ": " + e.getMessage(), e);
        }
    }

    /** Deletes its files; only once it is over. */
    void discard() {
        try {
            Files.deleteIfExists(verdicts);
            for (Path file : options.samples().stream().toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.accept("files of evaluation %s could not be deleted: %s".formatted(id, e));
        }
    }
}
