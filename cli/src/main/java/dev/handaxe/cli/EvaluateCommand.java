package dev.handaxe.cli;

import dev.handaxe.benchmarks.DataSetInfo;
import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.benchmarks.Evaluation;
import dev.handaxe.benchmarks.EvaluationEngine;
import dev.handaxe.benchmarks.EvaluationOptions;
import dev.handaxe.benchmarks.EvaluationResult;
import dev.handaxe.benchmarks.Grading;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handaxe evaluate}: samples of code against a data set. Confined to one thread. */
@Command(
        name = "evaluate",
        description = "Run a data set's own solutions, or a model's samples, in the sandbox.")
final class EvaluateCommand extends HandaxeCommand {
    private static final Set<String> OUTSIDE_ONLY =
            Set.of("cruxeval", "cruxeval-input", "humanevalplus");

    @Parameters(
            paramLabel = "DATASET",
            description =
                    "humaneval, humanevalplus, mbpp, mbpp-sanitized, cruxeval, cruxeval-input,"
                            + " jsonl.")
    private String dataset = "";

    @Option(names = "--data", paramLabel = "PATH", description = "Its file, plain or gz.")
    private @Nullable Path data;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--samples",
            paramLabel = "FILE.jsonl",
            description =
                    "Lines of {\"task_id\", \"completion\"}; with --engine spark any path of JSONL or"
                            + " Parquet that Spark reads.")
    private @Nullable String samples;

    @Option(
            names = "--policy",
            paramLabel = "NAME|FILE",
            description =
                    "A preset or a policy file (default: evaluation; for humanevalplus with a"
                            + " minute).")
    private @Nullable String policy;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Worker processes (default: as many as processors); with --engine spark those of"
                            + " each executor.")
    private @Nullable Integer workers;

    @Option(
            names = "--isolation",
            paramLabel = "context|restored|process|session",
            description =
                    "Instead of the policy's: a fresh context, a restored one or a fresh worker"
                            + " per call, or one context per worker that the calls share, with globals of their"
                            + " own.")
    private @Nullable String isolation;

    @Option(
            names = "--image",
            paramLabel = "startup|jit|auto",
            description =
                    "Instead of the policy's: workers that are ready soon, that compile Python, or"
                            + " one after the other.")
    private @Nullable String image;

    @Option(
            names = "--grading",
            paramLabel = "outside|guest|together",
            description =
                    "outside (default): inputs and expected values stay here, where the tests are"
                            + " plain assertions; guest: the tests run in a guest of their own;"
                            + " together: in the sample's guest, as in the data sets' own"
                            + " harnesses, where a sample can forge its verdict.")
    private String grading = "outside";

    @Option(
            names = "--k",
            paramLabel = "1,10",
            split = ",",
            description = "Which pass@k (default: 1, 10, 100 where there are so many samples).")
    private List<Integer> ks = new ArrayList<>();

    @Option(names = "--passes", paramLabel = "N", description = "Repeat the whole N times.")
    private int passes = 1;

    @Option(
            names = "--out",
            paramLabel = "FILE.jsonl",
            description =
                    "Write every verdict as it comes; go on with what the file has. With --engine"
                            + " spark a folder.")
    private @Nullable String out;

    @Option(names = "--resume", description = "Says that --out is gone on with.")
    private boolean resume;

    @Mixin private EngineOptions engine = new EngineOptions();

    EvaluateCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        checkOptions();
        EvaluationResult result;
        if (engine.isSpark()) {
            Optional<EvaluationEngine> found = engine.find();
            if (found.isEmpty()) {
                return SparkProgram.become(terminal(), spec.commandLine(), engine.master());
            }
            result = evaluate(found.get());
        } else {
            result = evaluate(options());
        }
        if (json()) {
            terminal().out().println(result.json());
        } else {
            EvaluationReport.print(result, terminal().out());
        }
        return ExitCode.DONE.number();
    }

    private EvaluationResult evaluate(EvaluationOptions options) {
        SandboxOptions sandboxOptions =
                Evaluation.prepared(SandboxOptions.defaults().withWorkers(options.workers()));
        try (ProgressDisplay progress = progress();
                Sandbox sandbox = Sandbox.open(sandboxOptions)) {
            return Evaluation.run(options, sandbox, new EvaluationProgress(progress));
        } catch (HandaxeException e) {
            throw e.code() == Code.INTERRUPTED ? howToGoOn(e) : e;
        }
    }

    private EvaluationResult evaluate(EvaluationEngine cluster) {
        EvaluationEngine.Request request =
                new EvaluationEngine.Request(
                        common().build(),
                        Optional.ofNullable(samples),
                        Objects.requireNonNull(out),
                        engine.master(),
                        workers == null ? 0 : workers);
        try (ProgressDisplay progress = progress()) {
            return cluster.evaluate(request, new EvaluationProgress(progress));
        } catch (HandaxeException e) {
            throw e.code() == Code.INTERRUPTED ? howToGoOn(e) : e;
        }
    }

    private HandaxeException howToGoOn(HandaxeException interrupted) {
        String next =
                out == null
                        ? "nothing is kept without --out FILE"
                        : out + " has what was done: go on with the same command";
        return new HandaxeException(Code.INTERRUPTED, "interrupted; " + next, interrupted);
    }

    /** Refuses a name that is no data set to evaluate. */
    static void checkDataSet(String name) {
        List<String> known =
                DataSets.all().stream()
                        .filter(info -> info.uses().contains(DataSetInfo.Use.EVALUATE))
                        .map(DataSetInfo::name)
                        .toList();
        if (!known.contains(name)) {
            throw new UsageException(
                    "'%s' is no data set to evaluate: there are %s"
                            .formatted(name, known.stream().collect(Collectors.joining(", "))));
        }
    }

    private void checkOptions() {
        checkDataSet(dataset);
        if (data == null) {
            throw new UsageException(
                    "--data is missing: " + dataset + " does not ship with Handaxe");
        }
        if (resume && out == null) {
            throw new UsageException("--resume needs --out FILE, the file to go on with");
        }
        if (resume && passes > 1) {
            throw new UsageException("--resume and --passes exclude each other");
        }
        engine.check();
        if (engine.isSpark() && out == null) {
            throw new UsageException(
                    "--engine spark needs --out DIR, which driver and executors can write");
        }
        if (engine.isSpark() && passes > 1) {
            throw new UsageException("--passes does not go with --engine spark");
        }
    }

    private Grading checkedGrading() {
        Grading asked =
                switch (grading) {
                    case "outside" -> Grading.OUTSIDE;
                    case "guest" -> Grading.GUEST;
                    case "together" -> Grading.TOGETHER;
                    default ->
                            throw new UsageException(
                                    "--grading: '"
                                            + grading
                                            + "' is none of outside, guest, together");
                };
        if (asked != Grading.OUTSIDE && OUTSIDE_ONLY.contains(dataset)) {
            throw new UsageException(
                    "--grading "
                            + grading
                            + " does not go with "
                            + dataset
                            + ", whose answers are values: they are compared outside");
        }
        return asked;
    }

    /** Without the files of samples and results. */
    private EvaluationOptions.Builder common() {
        EvaluationOptions.Builder options =
                EvaluationOptions.builder(dataset, Objects.requireNonNull(data))
                        .grading(checkedGrading())
                        .policy(policy())
                        .passes(passes);
        if (workers != null) {
            options.workers(workers);
        }
        if (!ks.isEmpty()) {
            options.ks(ks);
        }
        return options;
    }

    private EvaluationOptions options() {
        EvaluationOptions.Builder options = common();
        if (samples != null) {
            options.samples(Path.of(samples));
        }
        if (out != null) {
            options.out(Path.of(out));
        }
        if (resume) {
            options.resume();
        }
        return options.build();
    }

    private ExecutionPolicy policy() {
        ExecutionPolicy named =
                PolicyChoice.withImage(
                        policy == null
                                ? EvaluationOptions.usualPolicy(dataset)
                                : PolicyChoice.named(policy),
                        image);
        if (isolation == null) {
            return named;
        }
        return switch (isolation) {
            case "context" -> named.with(Isolation.CONTEXT);
            case "restored" -> named.with(Isolation.RESTORED);
            case "process" -> named.with(Isolation.PROCESS);
            case "session" -> named.with(Isolation.SESSION);
            default ->
                    throw new UsageException(
                            "--isolation: '"
                                    + isolation
                                    + "' is none of context, restored, process, session");
        };
    }
}
