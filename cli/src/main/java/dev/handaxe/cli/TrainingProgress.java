package dev.handaxe.cli;

import dev.handaxe.optimizer.TrainingListener;
import dev.handaxe.optimizer.TrainingResult;
import java.util.Locale;

/** A training run's progress on stderr. Thread-safe, as its display is. */
final class TrainingProgress implements TrainingListener {
    private final ProgressDisplay display;

    TrainingProgress(ProgressDisplay display) {
        this.display = display;
    }

    @Override
    public void phaseStarted(String phase, int total) {
        if (total > 0) {
            display.update(phase, 0, total);
        }
    }

    @Override
    public void rolloutDone(String phase, int done, int total) {
        display.update(phase, done, total);
    }

    @Override
    public void edited(int epoch, TrainingResult.Edit edit) {
        display.say("epoch %d: %s %s".formatted(epoch, edit.action(), edit.name()));
    }

    @Override
    public void refused(int epoch, String reason) {
        display.say("epoch %d: refused: %s".formatted(epoch, reason));
    }

    @Override
    public void epochDone(TrainingResult.Epoch epoch) {
        display.say(
                String.format(
                        Locale.ROOT,
                        "epoch %d: train %.3f%s, %s",
                        epoch.epoch(),
                        epoch.train(),
                        epoch.validation()
                                .map(
                                        score ->
                                                String.format(
                                                        Locale.ROOT, ", validation %.3f", score))
                                .orElse(""),
                        epoch.accepted() ? "kept" : "rolled back"));
    }

    @Override
    public void note(String text) {
        display.say("note: " + text);
    }
}
