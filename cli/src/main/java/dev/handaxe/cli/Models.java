package dev.handaxe.cli;

import dev.handaxe.optimizer.ModelGateway;
import dev.langchain4j.model.chat.ChatModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens the gateway to the models that a run's settings name. */
final class Models {
    private static final String NOTE = "model calls of a training run of Handaxe";

    private Models() {}

    /**
     * The gateway; whoever opens it closes it.
     *
     * @param environment has the providers' keys
     * @param record where to record every call
     * @throws UsageException if the models do not go together
     */
    static ModelGateway open(
            TrainSettings settings, Map<String, String> environment, Optional<Path> record) {
        Optional<ModelSpec> model = settings.model();
        Optional<ModelSpec> optimizer = settings.optimizerModel();
        boolean replay =
                model.map(spec -> spec.provider() == ModelSpec.Provider.REPLAY).orElse(true);
        if (replay) {
            if (optimizer.isPresent() && !optimizer.equals(model)) {
                throw new UsageException(
                        "--optimizer-model: a replay answers for both models; leave it out");
            }
            if (record.isPresent()) {
                throw new UsageException("--record: a replay asks no model, so nothing to record");
            }
            return model.map(spec -> ModelGateway.replay(Path.of(spec.name())))
                    .orElseGet(() -> new ShippedRecording(settings.dataset()).replay());
        }
        if (optimizer
                .map(ModelSpec::provider)
                .filter(ModelSpec.Provider.REPLAY::equals)
                .isPresent()) {
            throw new UsageException("--optimizer-model: a replay answers for both models or none");
        }
        ModelGateway.Builder gateway =
                ModelGateway.live(chat(model.orElseThrow(), settings, environment));
        optimizer.ifPresent(spec -> gateway.optimizer(chat(spec, settings, environment)));
        record.ifPresent(
                file ->
                        gateway.record(
                                file,
                                NOTE,
                                model.orElseThrow()
                                        + optimizer.map(spec -> ", optimizer " + spec).orElse(""),
                                settings.recorded()));
        return gateway.build();
    }

    private static ChatModel chat(
            ModelSpec spec, TrainSettings settings, Map<String, String> environment) {
        Endpoint endpoint = Endpoint.of(spec.provider(), settings.get("base-url"), environment);
        return OpenAiModel.of(spec.name(), endpoint, settings.options().requestTimeout());
    }
}
