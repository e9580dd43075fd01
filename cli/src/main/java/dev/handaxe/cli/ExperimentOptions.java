package dev.handaxe.cli;

import dev.handaxe.cli.experiment.Benchmark;
import dev.handaxe.cli.experiment.Grid;
import dev.handaxe.cli.experiment.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the paper's experiment. Confined to one thread. */
final class ExperimentOptions {
    private static final List<String> AGENTS = List.of("function-calling", "react");
    private static final Pattern SEEDS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int MOST_SEEDS = 100;

    @Option(names = "--math", paramLabel = "PATH", description = "MATH's folder.")
    private @Nullable Path math;

    @Option(names = "--tabmwp", paramLabel = "PATH", description = "TabMWP's folder or file.")
    private @Nullable Path tabmwp;

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "S",
            description = "MATH's subjects and tabmwp (all whose data is given).")
    private @Nullable List<String> subjects;

    @Option(
            names = "--agents",
            split = ",",
            paramLabel = "A",
            description = "function-calling, react (both).")
    private List<String> agents = AGENTS;

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "V",
            description = "paper, no-rollback, whole-set (paper).")
    private List<String> variants = List.of(Variant.PAPER.word());

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "S",
            description = "Each draws other tasks: numbers and ranges, such as 1,4-6 (1-3).")
    private List<String> seeds = List.of("1-3");

    @Option(
            names = "--train",
            paramLabel = "N",
            description = "Training tasks of a cell (MATH 20, TabMWP 30).")
    private @Nullable Integer train;

    @Option(
            names = "--test",
            paramLabel = "N",
            description = "Test tasks of a cell (MATH 80, TabMWP 100).")
    private @Nullable Integer test;

    @Option(names = "--epochs", paramLabel = "E", description = "At most (10).")
    private int epochs = 10;

    @Option(
            names = "--patience",
            paramLabel = "C",
            description = "Stop after so many epochs in a row without gain (10).")
    private int patience = 10;

    @Option(names = "--max-edits", paramLabel = "M", description = "Edits per epoch (3).")
    private int maxEdits = 3;

    @Option(
            names = "--transfer",
            description = "Test each subject's last set on the other subjects, too.")
    private boolean transfer;

    @Option(
            names = "--curves",
            description = "When all is trained, test the sets that were kept on the way, too.")
    private boolean curves;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = "Record every model call, to be used as replay:DIR.")
    private @Nullable Path record;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The experiment's folder (runs/experiment-paper); one that is there goes on.")
    private Path out = Path.of("runs", "experiment-paper");

    @Mixin private ModelOptions models = new ModelOptions();

    /**
     * What is to be done.
     *
     * @throws UsageException for what is malformed
     */
    ExperimentPlan plan() {
        Map<String, String> given = new LinkedHashMap<>();
        models.putInto(given);
        if (!given.containsKey("model")) {
            throw new UsageException("--model is missing, such as --model openai:MODEL");
        }
        Map<Benchmark, Path> data = data();
        return new ExperimentPlan(
                new Grid(
                        subjects(data),
                        words("--agents", agents, AGENTS),
                        words("--variants", variants, Variant.words()).stream()
                                .flatMap(word -> Variant.of(word).stream())
                                .toList(),
                        seeds()),
                new ExperimentPlan.Protocol(
                        data, perhaps("--train", train), perhaps("--test", test), training()),
                given,
                new ExperimentPlan.Extent(transfer, curves),
                new ExperimentPlan.Places(out, record));
    }

    private Map<String, Integer> training() {
        Map<String, Integer> knobs = new LinkedHashMap<>();
        knobs.put("epochs", size("--epochs", epochs));
        knobs.put("patience", size("--patience", patience));
        knobs.put("max-edits", size("--max-edits", maxEdits));
        return knobs;
    }

    private static @Nullable Integer perhaps(String option, @Nullable Integer count) {
        return count == null ? null : size(option, count);
    }

    private static int size(String option, int count) {
        if (count < 1) {
            throw new UsageException("%s is %d, allowed is 1 or more".formatted(option, count));
        }
        return count;
    }

    private Map<Benchmark, Path> data() {
        Map<Benchmark, Path> data = new EnumMap<>(Benchmark.class);
        if (math != null) {
            data.put(Benchmark.MATH, math.toAbsolutePath().normalize());
        }
        if (tabmwp != null) {
            data.put(Benchmark.TABMWP, tabmwp.toAbsolutePath().normalize());
        }
        if (data.isEmpty()) {
            throw new UsageException("say where the data is: --math PATH, --tabmwp PATH or both");
        }
        return data;
    }

    private List<String> subjects(Map<Benchmark, Path> data) {
        if (subjects == null) {
            return data.keySet().stream().flatMap(one -> one.subjects().stream()).toList();
        }
        List<String> known =
                Arrays.stream(Benchmark.values()).flatMap(one -> one.subjects().stream()).toList();
        List<String> chosen = words("--subjects", subjects, known);
        for (String subject : chosen) {
            Benchmark benchmark = Benchmark.of(subject).orElseThrow();
            if (!data.containsKey(benchmark)) {
                throw new UsageException(
                        "--subjects: %s needs %s"
                                .formatted(
                                        subject,
                                        benchmark == Benchmark.MATH
                                                ? "--math PATH"
                                                : "--tabmwp PATH"));
            }
        }
        return chosen;
    }

    /** In the order of the known ones, each once. */
    private static List<String> words(String option, List<String> given, List<String> known) {
        for (String word : given) {
            if (!known.contains(word)) {
                throw new UsageException(
                        "%s: '%s' is none of %s".formatted(option, word, String.join(", ", known)));
            }
        }
        return known.stream().filter(given::contains).toList();
    }

    private List<Long> seeds() {
        List<Long> all = new ArrayList<>();
        seeds.stream().flatMap(ExperimentOptions::range).forEach(all::add);
        List<Long> chosen = all.stream().distinct().toList();
        if (chosen.size() > MOST_SEEDS) {
            throw new UsageException("--seeds: at most %d seeds".formatted(MOST_SEEDS));
        }
        return chosen;
    }

    private static Stream<Long> range(String text) {
        Matcher form = SEEDS.matcher(text);
        if (form.matches()) {
            long first = Long.parseLong(form.group(1));
            long last = form.group(2) == null ? first : Long.parseLong(form.group(2));
            if (first <= last) {
                return LongStream.rangeClosed(first, Math.min(last, first + MOST_SEEDS)).boxed();
            }
        }
        throw new UsageException(
                "--seeds: '%s' is neither a number nor a range such as 1-5".formatted(text));
    }
}
