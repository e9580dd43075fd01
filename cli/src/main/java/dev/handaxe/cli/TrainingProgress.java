package dev.handaxe.cli;

import dev.handaxe.optimizer.Spending;
import dev.handaxe.optimizer.TrainingListener;
import dev.handaxe.optimizer.TrainingResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A training run's progress on stderr, with its score, the time left if every epoch is used, and
 * what was spent. Thread-safe, as its display is.
 */
final class TrainingProgress implements TrainingListener {
    /** With fewer rollouts their mean time says nothing. */
    private static final int ENOUGH = 5;

    private final ProgressDisplay display;
    private final long rollouts;
    private final LongSupplier nanoClock;
    private final long started;
    private long done;
    private double score;
    private Supplier<Spending> spending = () -> Spending.NONE;

    /**
     * Progress of a run.
     *
     * @param rollouts that it has at most
     */
    TrainingProgress(ProgressDisplay display, long rollouts, LongSupplier nanoClock) {
        this.display = display;
        this.rollouts = rollouts;
        this.nanoClock = nanoClock;
        this.started = nanoClock.getAsLong();
    }

    /** Shows what that says is spent. */
    synchronized void watch(Supplier<Spending> source) {
        spending = source;
    }

    @Override
    public void phaseStarted(String phase, int total) {
        if (total > 0) {
            display.update(phase, 0, total);
        }
    }

    @Override
    public synchronized void scored(String phase, double meanSoFar) {
        score = meanSoFar;
    }

    @Override
    public synchronized void rolloutDone(String phase, int count, int total) {
        done++;
        display.update(phase, count, total, note());
    }

    private String note() {
        Spending spent = spending.get();
        return String.format(
                Locale.ROOT,
                ", score %.3f%s%s, %s tokens",
                score,
                timeLeft(),
                spent.money().map(cost -> ", " + cost).orElse(""),
                thousands(spent.usage().tokens()));
    }

    private static String thousands(long tokens) {
        return tokens < 10_000 ? Long.toString(tokens) : tokens / 1_000 + "k";
    }

    private String timeLeft() {
        if (done < ENOUGH || done >= rollouts) {
            return "";
        }
        Duration each = Duration.ofNanos((nanoClock.getAsLong() - started) / done);
        return ", " + inWords(each.multipliedBy(rollouts - done)) + " left";
    }

    static String inWords(Duration time) {
        if (time.toMinutes() < 2) {
            return time.toSeconds() + " s";
        }
        return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
    }

    @Override
    public void edited(int epoch, TrainingResult.Edit edit) {
        display.say("epoch %d: %s".formatted(epoch, edit.words()));
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
                        "epoch %d: %s%s%s",
                        epoch.epoch(),
                        score("train", epoch.train()),
                        score("validation", epoch.validation()),
                        epoch.accepted() ? "kept" : "rolled back"));
    }

    private static String score(String split, Optional<Double> score) {
        return score.map(value -> String.format(Locale.ROOT, "%s %.3f, ", split, value)).orElse("");
    }

    @Override
    public void note(String text) {
        display.say("note: " + text);
    }
}
