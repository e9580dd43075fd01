package dev.handaxe.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import dev.handaxe.server.ApiAnswer;
import dev.handaxe.server.ApiPart;
import dev.handaxe.server.ApiRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Evaluations of clients' samples against the data sets that the host serves, one after the other
 * on a part of the server's workers, so that calls go on beside them. A client sees its own.
 *
 * <p>Thread-safe.
 */
public final class EvaluationsPart implements ApiPart {
    /** Of one client, queued or running. */
    private static final int MAX_OPEN = 4;

    /** Of all clients; beyond that the oldest that are over are forgotten. */
    private static final int MAX_KEPT = 100;

    private static final Set<String> KEYS = Set.of("dataset", "samples", "k");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Map<String, Path> dataSets;
    private final Map<String, Integer> tasks = new TreeMap<>();
    private final int workers;
    private final Consumer<String> log;
    private final Path files;
    private final Map<String, EvaluationJob> jobs = new LinkedHashMap<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task ->
                            Thread.ofPlatform()
                                    .daemon()
                                    .name("handaxe-evaluations")
                                    .unstarted(task));
    private Optional<Sandbox> sandbox = Optional.empty();

    /**
     * Over those data sets.
     *
     * @param dataSets their files or folders by name, as {@code handaxe evaluate} takes them
     * @param workers of the server, of which half serve an evaluation
     * @param log takes a line about what failed on the host's side, which no client is told
     * @throws HandaxeException with {@link Code#INVALID_INPUT} if one of them cannot be read
     */
    public EvaluationsPart(Map<String, Path> dataSets, int workers, Consumer<String> log) {
        this.dataSets = new TreeMap<>(dataSets);
        this.workers = Math.max(1, workers / 2);
        this.log = log;
        dataSets.forEach((name, data) -> tasks.put(name, Evaluation.countTasks(name, data)));
        try {
            files = Files.createTempDirectory("handaxe-evaluations-");
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, "evaluations need a folder: " + e.getMessage(), e);
        }
    }

    /** What a sandbox needs for evaluations beside what its server does with it. */
    public static SandboxOptions prepared(SandboxOptions options) {
        return Evaluation.prepared(
                options.withSessions(options.sessions() + 2 * options.workers()));
    }

    @Override
    public void begin(Sandbox where) {
        synchronized (this) {
            sandbox = Optional.of(where);
        }
    }

    @Override
    public List<Route> routes() {
        String one = "/api/evaluations/{id}";
        return List.of(
                new Route("GET", "/api/datasets", this::listDataSets),
                new Route("GET", "/api/evaluations", this::list),
                new Route("POST", "/api/evaluations", this::ask),
                new Route("GET", one, this::show),
                new Route("GET", one + "/verdicts", this::verdicts),
                new Route("DELETE", one, this::delete));
    }

    @Override
    public String description() {
        return Descriptions.of("evaluations.json");
    }

    private ApiAnswer listDataSets(ApiRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("datasets");
        tasks.forEach((name, count) -> list.addObject().put("name", name).put("tasks", count));
        return ApiAnswer.json(answer.toString());
    }

    private synchronized ApiAnswer list(ApiRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("evaluations");
        List<EvaluationJob> own =
                jobs.values().stream().filter(job -> job.isOf(request.client())).toList();
        own.reversed().forEach(job -> list.add(job.json()));
        return ApiAnswer.json(answer.toString());
    }

    private ApiAnswer ask(ApiRequest request) {
        JsonNode body = body(request.body());
        String name = body.path("dataset").asText();
        Path data = dataSets.get(name);
        if (data == null) {
            throw wrong(
                    "'dataset' must be one that is served: " + String.join(", ", tasks.keySet()));
        }
        String id = UUID.randomUUID().toString();
        EvaluationOptions.Builder options =
                EvaluationOptions.builder(name, data)
                        .workers(workers)
                        .tenant(request.client())
                        .out(files.resolve(id + ".verdicts.jsonl"));
        if (body.has("k")) {
            options.ks(ks(body.get("k")));
        }
        synchronized (this) {
            if (openOf(request.client()) >= MAX_OPEN) {
                return ApiAnswer.busy(
                        "%d evaluations of this client are under way".formatted(MAX_OPEN));
            }
            if (body.has("samples")) {
                options.samples(write(id, body.get("samples")));
            }
            return accept(id, request.client(), options.build());
        }
    }

    private synchronized ApiAnswer accept(String id, String client, EvaluationOptions options) {
        Sandbox where = sandbox.orElseThrow();
        Path verdicts = options.out().orElseThrow();
        EvaluationJob job = new EvaluationJob(id, client, options, verdicts, Instant.now(), log);
        jobs.put(id, job);
        forgetOld();
        thread.execute(() -> job.run(where));
        return ApiAnswer.accepted("/api/evaluations/" + id, job.json().toString());
    }

    private synchronized long openOf(String client) {
        return jobs.values().stream().filter(job -> job.isOf(client) && !job.isOver()).count();
    }

    private synchronized void forgetOld() {
        List<EvaluationJob> over = jobs.values().stream().filter(EvaluationJob::isOver).toList();
        int tooMany = Math.clamp(jobs.size() - MAX_KEPT, 0, over.size());
        over.subList(0, tooMany).forEach(this::forget);
    }

    private synchronized void forget(EvaluationJob job) {
        jobs.remove(job.id());
        job.discard();
    }

    private synchronized Optional<EvaluationJob> find(ApiRequest request) {
        return Optional.ofNullable(jobs.get(request.part("id")))
                .filter(job -> job.isOf(request.client()));
    }

    private ApiAnswer show(ApiRequest request) {
        return find(request)
                .map(job -> ApiAnswer.json(job.json().toString()))
                .orElseGet(EvaluationsPart::none);
    }

    private ApiAnswer verdicts(ApiRequest request) {
        return find(request)
                .map(job -> ApiAnswer.lines(job.verdicts()))
                .orElseGet(EvaluationsPart::none);
    }

    private ApiAnswer delete(ApiRequest request) {
        Optional<EvaluationJob> found = find(request);
        found.ifPresent(
                job -> {
                    job.cancel();
                    synchronized (this) {
                        jobs.remove(job.id());
                    }
                    // behind the job itself, which may still write
                    thread.execute(job::discard);
                });
        return found.isPresent() ? ApiAnswer.empty() : none();
    }

    private static ApiAnswer none() {
        return ApiAnswer.notFound("there is no such evaluation");
    }

    private static JsonNode body(String text) {
        JsonNode body;
        try {
            body = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw wrong("not JSON: " + e.getOriginalMessage());
        }
        if (!body.isObject()) {
            throw wrong("must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!KEYS.contains(field.getKey())) {
                throw wrong(
                        "'" + field.getKey() + "' is no key here; there are dataset, samples, k");
            }
        }
        return body;
    }

    private static List<Integer> ks(JsonNode list) {
        List<Integer> ks = new ArrayList<>();
        for (JsonNode k : list) {
            if (!k.isInt() || k.asInt() < 1) {
                throw wrong("'k' must be a list of whole numbers from 1");
            }
            ks.add(k.asInt());
        }
        if (ks.isEmpty()) {
            throw wrong("'k' must be a list of whole numbers from 1");
        }
        return ks;
    }

    /** In the form in which samples lie in files, to be checked as those are. */
    private Path write(String id, JsonNode samples) {
        if (!samples.isArray() || samples.isEmpty()) {
            throw wrong("'samples' must be a list of {\"task_id\", \"completion\"}");
        }
        Path file = files.resolve(id + ".samples.jsonl");
        List<String> lines = new ArrayList<>();
        samples.forEach(sample -> lines.add(sample.toString()));
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new HandaxeException(Code.IO, file + ": " + e.getMessage(), e);
        }
    }

    private static HandaxeException wrong(String what) {
        return new HandaxeException(Code.INVALID_INPUT, "body: " + what);
    }

    /** Cancels what is under way, and deletes what was kept. */
    @Override
    public void close() {
        List<EvaluationJob> all;
        synchronized (this) {
            all = List.copyOf(jobs.values());
            jobs.clear();
        }
        all.forEach(EvaluationJob::cancel);
        thread.execute(
                () -> {
                    all.forEach(EvaluationJob::discard);
                    try {
                        Files.deleteIfExists(files);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        thread.shutdown();
        try {
            var _ = thread.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
