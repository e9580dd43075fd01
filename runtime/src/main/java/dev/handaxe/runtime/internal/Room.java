package dev.handaxe.runtime.internal;

import dev.handaxe.runtime.HandaxeException;
import dev.handaxe.runtime.HandaxeException.Code;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one profile, and how their starts went. A start that fails now and then is tried
 * again after a pause; only when three in a row failed and no worker lives is it a caller's fault
 * to hear of. Guarded by the pool's lock.
 */
final class Room {
    private static final int FAILED_ROUNDS = 3;

    /** Workers that die idle are replaced that often before one of them has served a call. */
    private static final int IDLE_DEATHS = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    final Deque<WorkerProcess> idle = new ArrayDeque<>();
    final Set<WorkerProcess> busy = new HashSet<>();
    int starting;
    int waiting;

    private int rounds;
    private int roundsAtSuccess;
    private int idleDeaths;
    private long pauseUntil;
    private @Nullable HandaxeException lastFailure;

    int total() {
        return idle.size() + busy.size() + starting;
    }

    boolean isVacant() {
        return total() == 0 && waiting == 0;
    }

    /** Idle workers that no waiting caller is about to take. */
    int surplus() {
        return idle.size() - waiting;
    }

    /** Counts starts that fail together as one failure; a start remembers in which round it was. */
    int round() {
        return rounds;
    }

    void started() {
        roundsAtSuccess = rounds;
    }

    void failed(int round, HandaxeException failure, long now) {
        lastFailure = failure;
        if (round == rounds) {
            int streak = rounds++ - roundsAtSuccess;
            pauseUntil = now + (FIRST_PAUSE.toNanos() << Math.min(streak, 6));
        }
    }

    void served() {
        idleDeaths = 0;
    }

    /** Whether a worker that died idle is to be replaced before anybody asks for one. */
    boolean replacesIdleDeath() {
        return ++idleDeaths <= IDLE_DEATHS;
    }

    /** How long no worker is started because one just failed to. */
    Duration pause(long now) {
        return rounds > roundsAtSuccess
                ? Duration.ofNanos(Math.max(0, pauseUntil - now))
                : Duration.ZERO;
    }

    /** Why a caller that has waited since that round waits in vain. */
    Optional<HandaxeException> hopeless(int since) {
        HandaxeException failure = lastFailure;
        if (failure == null || rounds == since || total() > 0) {
            return Optional.empty();
        }
        boolean transientFault = failure.code() == Code.WORKER_START || failure.code() == Code.IO;
        int failed = rounds - Math.max(since, roundsAtSuccess);
        return !transientFault || failed >= FAILED_ROUNDS ? Optional.of(failure) : Optional.empty();
    }
}
