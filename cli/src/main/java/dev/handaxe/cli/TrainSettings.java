package dev.handaxe.cli;

import dev.handaxe.benchmarks.DataSets;
import dev.handaxe.benchmarks.TaskData;
import dev.handaxe.benchmarks.domains.Domain;
import dev.handaxe.optimizer.Agent;
import dev.handaxe.optimizer.Allowance;
import dev.handaxe.optimizer.ModelGateway;
import dev.handaxe.optimizer.PriceList;
import dev.handaxe.optimizer.Prices;
import dev.handaxe.optimizer.Splits;
import dev.handaxe.optimizer.TrainingOptions;
import dev.handaxe.runtime.FunctionSet;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run is begun with, by the names of the options: it is kept in the run's folder and in
 * recordings, so that both can go on with it. It holds no credential.
 *
 * <p>Immutable.
 */
record TrainSettings(Map<String, String> values) {
    static final String DATASET = "dataset";
    static final String DEMO = "demo";

    /** What may differ when a run is resumed: none of it changes a prompt or a score. */
    private static final Set<String> FREE =
            Set.of(
                    "base-url",
                    "request-timeout",
                    "concurrency",
                    "budget-tokens",
                    "budget-calls",
                    "budget-money",
                    "budget-time",
                    "prices");

    /** What a replay must have in common with the recording, and takes from it. */
    private static final List<String> RECORDED =
            List.of(
                    "subject",
                    "train",
                    "validation",
                    "test",
                    "seed",
                    "python",
                    "agent",
                    "max-tools",
                    "epochs",
                    "patience",
                    "max-edits",
                    "repairs",
                    "accept",
                    "step",
                    "ties",
                    "significance",
                    "max-regressions",
                    "search",
                    "crossover-every",
                    "repeats",
                    "max-repeats",
                    "evidence-tokens",
                    "subsets",
                    "controls",
                    "control-attempts",
                    "credit",
                    "folds");

    private static final Map<String, String> DEMO_DEFAULTS =
            Map.of(
                    "python", "absent",
                    "epochs", "4",
                    "patience", "2",
                    "seed", "1",
                    "controls", "off",
                    "credit", "free");

    /** What a run was begun with that does not say it: no call beyond training. */
    private static final Map<String, String> BEFORE_CONTROLS =
            Map.of("controls", "off", "credit", "free");

    private static final Map<String, String> LIVE = Map.of("controls", "on", "credit", "full");

    TrainSettings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The settings of a new run: what was given, then what a recording was made with, then the
     * defaults.
     *
     * @throws UsageException if the model is missing, or what is given is not what the recording
     *     that ships was made with
     */
    static TrainSettings of(Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>(given);
        String dataset = values.getOrDefault(DATASET, "");
        if (!ShippedRecording.of(dataset) && !values.containsKey("model")) {
            throw new UsageException(
                    "--model is missing, such as --model openai:MODEL; only %s need none"
                            .formatted(String.join(", ", ShippedRecording.DATASETS)));
        }
        TrainSettings settings = new TrainSettings(values);
        Map<String, String> recorded = settings.recordedSettings();
        for (String key : RECORDED) {
            String was = recorded.get(key);
            String now = values.get(key);
            if (settings.model().isEmpty() && now != null && !now.equals(was)) {
                throw new UsageException(
                        "--%s: the recording that ships was made with %s; give --model to train otherwise"
                                .formatted(key, was == null ? "the default" : was));
            }
            if (was != null) {
                values.putIfAbsent(key, was);
            }
        }
        if (dataset.equals(DEMO)) {
            DEMO_DEFAULTS.forEach(values::putIfAbsent);
        }
        (settings.isReplay() ? BEFORE_CONTROLS : LIVE).forEach(values::putIfAbsent);
        return new TrainSettings(values);
    }

    /**
     * The settings of a run that goes on.
     *
     * @throws UsageException if something is given that the run was not begun with
     */
    TrainSettings resumedWith(Map<String, String> given) {
        Map<String, String> resumed = new LinkedHashMap<>(values);
        given.forEach(
                (key, value) -> {
                    if (!FREE.contains(key) && !value.equals(values.get(key))) {
                        throw new UsageException(
                                "%s: the run was begun with %s, and a resumed run keeps it"
                                        .formatted(
                                                key.equals(DATASET) ? "DATASET" : "--" + key,
                                                values.getOrDefault(key, "the default")));
                    }
                    resumed.put(key, value);
                });
        return new TrainSettings(resumed);
    }

    /** The same with those budgets and no other. */
    TrainSettings withBudgets(Map<String, String> budgets) {
        Map<String, String> bounded = new LinkedHashMap<>(values);
        bounded.keySet().removeIf(key -> key.startsWith("budget-"));
        bounded.putAll(budgets);
        return new TrainSettings(bounded);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    String dataset() {
        return values.getOrDefault(DATASET, "");
    }

    /** The model; empty for the recording that ships with the data set. */
    Optional<ModelSpec> model() {
        return get("model").map(text -> ModelSpec.parse("--model", text));
    }

    Optional<ModelSpec> optimizerModel() {
        return get("optimizer-model").map(text -> ModelSpec.parse("--optimizer-model", text));
    }

    /** What the recording that is replayed was made with; nothing for live models. */
    private Map<String, String> recordedSettings() {
        Optional<ModelSpec> model = model();
        if (model.isEmpty()) {
            return new ShippedRecording(dataset()).settings();
        }
        return model.get().provider() == ModelSpec.Provider.REPLAY
                ? ModelGateway.recordedSettings(Path.of(model.get().name()))
                : Map.of();
    }

    private boolean isReplay() {
        return model().map(spec -> spec.provider() == ModelSpec.Provider.REPLAY).orElse(true);
    }

    /** What is written into a recording: no path and no address. */
    Map<String, String> recorded() {
        Map<String, String> recorded = new LinkedHashMap<>();
        recorded.put(DATASET, dataset());
        for (String key : RECORDED) {
            get(key).ifPresent(value -> recorded.put(key, value));
        }
        return recorded;
    }

    TaskData data() {
        if (isGenerated() && get("data").isEmpty() && get("subject").isEmpty()) {
            return DataSets.generated(dataset(), Math.max(Domain.USUAL_SIZE, made().all()));
        }
        return DataSets.tasks(dataset(), get("data").map(Path::of), get("subject"));
    }

    /** The tasks of the run. */
    Splits draw(TaskData data) {
        if (isGenerated()) {
            Counts counts = made();
            return data.draw(counts.train(), counts.validation(), counts.test(), seed());
        }
        boolean own = dataset().equals(DEMO) || dataset().equals("jsonl");
        int quarter = data.train().size() / 4;
        int validation = own ? (data.validation().isEmpty() ? quarter : TaskData.ALL) : 20;
        int test = own ? (data.test().isEmpty() ? quarter : TaskData.ALL) : 80;
        return data.draw(
                number("train", own ? TaskData.ALL : 20),
                number("validation", validation),
                number("test", test),
                seed());
    }

    /** How many tasks of a domain, which makes as many as are asked for, a run has. */
    private record Counts(int train, int validation, int test) {
        int all() {
            return train + validation + test;
        }
    }

    private Counts made() {
        int half = Domain.USUAL_SIZE / 2;
        return new Counts(
                number("train", half), number("validation", half / 2), number("test", half / 2));
    }

    private boolean isGenerated() {
        return Domain.named(dataset()).isPresent();
    }

    private long seed() {
        return get("seed").map(Long::parseLong).orElse(0L);
    }

    private int number(String key, int otherwise) {
        return get(key).map(Integer::parseInt).orElse(otherwise);
    }

    /** The functions to begin with. */
    FunctionSet functions() {
        return get("functions").map(FunctionsCommand::load).orElse(FunctionSet.empty());
    }

    TrainingOptions options() {
        TrainingOptions.Builder options = TrainingOptions.builder().seed(seed());
        get("epochs").map(Integer::parseInt).ifPresent(options::epochs);
        get("patience").map(Integer::parseInt).ifPresent(options::patience);
        get("max-edits").map(Integer::parseInt).ifPresent(options::maxEdits);
        get("max-tools").map(Integer::parseInt).ifPresent(options::maxTools);
        get("repairs").map(Integer::parseInt).ifPresent(options::repairs);
        get("concurrency").map(Integer::parseInt).ifPresent(options::concurrency);
        get("repeats").map(Integer::parseInt).ifPresent(options::repeats);
        options.allowance(allowance());
        get("max-output-tokens").map(Integer::parseInt).ifPresent(options::maxOutputTokens);
        get("evidence-tokens").map(Integer::parseInt).ifPresent(options::evidenceTokens);
        get("subsets").map(Integer::parseInt).ifPresent(options::subsets);
        get("request-timeout")
                .map(text -> DurationText.parse("--request-timeout", text))
                .ifPresent(options::requestTimeout);
        get("max-repeats").map(Integer::parseInt).ifPresent(options::maxRepeats);
        get("significance").map(Double::parseDouble).ifPresent(options::significance);
        get("max-regressions").map(Double::parseDouble).ifPresent(options::maxRegressions);
        get("ties").map(TrainSettings::ties).ifPresent(options::ties);
        get("search").map(TrainSettings::search).ifPresent(options::search);
        get("crossover-every").map(Integer::parseInt).ifPresent(options::crossoverEvery);
        get("accept").map(TrainSettings::acceptance).ifPresent(options::accept);
        get("step").map(TrainSettings::step).ifPresent(options::step);
        get("agent").ifPresent(word -> options.agent(word, agent(word)));
        get("control-attempts").map(Integer::parseInt).ifPresent(options::controlAttempts);
        get("folds").map(Integer::parseInt).ifPresent(options::folds);
        options.controls(controls(value("controls")));
        options.credit(credit(value("credit")));
        if (get("python").filter("absent"::equals).isPresent()) {
            options.python(TrainingOptions.PythonTool.ABSENT);
        }
        return options.build();
    }

    private String value(String key) {
        return get(key).orElse(BEFORE_CONTROLS.getOrDefault(key, ""));
    }

    private static TrainingOptions.ControlMode controls(String word) {
        return switch (word) {
            case "on" -> TrainingOptions.ControlMode.ON;
            case "off" -> TrainingOptions.ControlMode.OFF;
            default -> throw new UsageException("--controls: '" + word + "' is none of on, off");
        };
    }

    private static TrainingOptions.CreditMode credit(String word) {
        return switch (word) {
            case "full" -> TrainingOptions.CreditMode.FULL;
            case "free" -> TrainingOptions.CreditMode.FREE;
            default -> throw new UsageException("--credit: '" + word + "' is none of full, free");
        };
    }

    private static TrainingOptions.Ties ties(String word) {
        return switch (word) {
            case "accepted" -> TrainingOptions.Ties.ACCEPTED;
            case "rejected" -> TrainingOptions.Ties.REJECTED;
            default ->
                    throw new UsageException(
                            "--ties: '" + word + "' is none of accepted, rejected");
        };
    }

    private static Agent agent(String word) {
        return switch (word) {
            case "function-calling" -> Agent.functionCalling();
            case "react" -> Agent.react();
            default ->
                    throw new UsageException(
                            "--agent: '" + word + "' is none of function-calling, react");
        };
    }

    private Allowance allowance() {
        return new Allowance(
                bound("budget-calls"),
                bound("budget-tokens"),
                get("budget-money").map(this::money),
                get("budget-time").map(text -> DurationText.parse("--budget-time", text)),
                prices());
    }

    private OptionalLong bound(String key) {
        return get(key).stream().mapToLong(Long::parseLong).findFirst();
    }

    private BigDecimal money(String amount) {
        if (get("prices").isEmpty()) {
            throw new UsageException("--budget-money needs --prices FILE to count the money by");
        }
        List<String> unpriced = unpriced();
        if (!unpriced.isEmpty()) {
            throw new UsageException(
                    "--budget-money: %s has no price for %s"
                            .formatted(
                                    values.getOrDefault("prices", ""),
                                    String.join(" and ", unpriced)));
        }
        return new BigDecimal(amount);
    }

    private Optional<PriceList> priceList() {
        return get("prices").map(Path::of).map(PriceList::read);
    }

    private Prices prices() {
        return priceList().map(list -> list.of(agentName(), optimizerName())).orElse(Prices.NONE);
    }

    /** The models that the price list does not have; none if there is no list. */
    List<String> unpriced() {
        return priceList().stream()
                .flatMap(
                        list ->
                                Stream.of(agentName(), optimizerName())
                                        .distinct()
                                        .filter(name -> list.find(name).isEmpty()))
                .toList();
    }

    private String agentName() {
        return get("model").orElse("the recording of " + dataset());
    }

    private String optimizerName() {
        return get("optimizer-model").orElseGet(this::agentName);
    }

    private static TrainingOptions.SearchMethod search(String word) {
        return switch (word) {
            case "hill-climb" -> TrainingOptions.SearchMethod.HILL_CLIMB;
            case "pareto" -> TrainingOptions.SearchMethod.PARETO;
            default ->
                    throw new UsageException(
                            "--search: '" + word + "' is none of hill-climb, pareto");
        };
    }

    private static TrainingOptions.StepMethod step(String word) {
        return switch (word) {
            case "edits" -> TrainingOptions.StepMethod.EDITS;
            case "whole-set" -> TrainingOptions.StepMethod.WHOLE_SET;
            default ->
                    throw new UsageException("--step: '" + word + "' is none of edits, whole-set");
        };
    }

    private static TrainingOptions.Acceptance acceptance(String word) {
        return switch (word) {
            case "paper" -> TrainingOptions.Acceptance.PAPER;
            case "validation" -> TrainingOptions.Acceptance.VALIDATION;
            case "always" -> TrainingOptions.Acceptance.ALWAYS;
            default ->
                    throw new UsageException(
                            "--accept: '" + word + "' is none of paper, validation, always");
        };
    }
}
