package dev.handaxe.benchmarks.goals;

import dev.handaxe.benchmarks.compare.Samples;
import dev.handaxe.benchmarks.compare.TimedCalls;
import dev.handaxe.benchmarks.goals.GoalFigure.Quantity;
import dev.handaxe.policy.ExecutionPolicy;
import dev.handaxe.policy.Isolation;
import dev.handaxe.runtime.Sandbox;
import dev.handaxe.runtime.SandboxOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Goals 2 and 8: calls with a context each that nobody used before, or that is restored; a pause
 * before each, so that a spare is there; without arguments, with some, and programs with and
 * without imports, in turns.
 *
 * @param isolation {@code CONTEXT} or {@code RESTORED}
 */
record FreshContexts(GoalCounts counts, Isolation isolation) implements GoalMeasure {
    private static final int WARM_UP = 5;
    private static final Bound MEDIAN = Bound.atMost(5);
    private static final Bound IMPORTS = Bound.atMost(10);

    /** The kinds of call, in the order in which they take turns. */
    private static final List<TimedCalls> KINDS =
            List.of(
                    TimedCalls.ONE,
                    TimedCalls.PLUS,
                    TimedCalls.program("pass\n"),
                    TimedCalls.program(
                            "import typing, json, re, math, collections, itertools, dataclasses\n"));

    @Override
    public String title() {
        return name() + " contexts at low load";
    }

    private String name() {
        return isolation == Isolation.RESTORED ? "restored" : "fresh";
    }

    @Override
    public List<GoalFigure> measure() {
        double[][] millis = new double[KINDS.size()][counts.contexts()];
        try (Sandbox sandbox =
                Sandbox.open(SandboxOptions.defaults().withWorkers(1).withSpares(0))) {
            for (int i = 0; i < Math.min(WARM_UP, counts.contexts()); i++) {
                KINDS.forEach(kind -> millis(sandbox, kind));
            }
            for (int i = 0; i < counts.contexts(); i++) {
                for (int kind = 0; kind < KINDS.size(); kind++) {
                    Pause.of(counts.pause());
                    millis[kind][i] = millis(sandbox, KINDS.get(kind));
                }
            }
        }
        double[] imports = new double[counts.contexts()];
        for (int i = 0; i < imports.length; i++) {
            imports[i] = millis[3][i] - millis[2][i];
        }
        List<GoalFigure> figures = new ArrayList<>();
        figures.addAll(latency("without arguments", millis[0]));
        figures.addAll(latency("with arguments", millis[1]));
        figures.add(
                GoalFigure.of(
                        8,
                        new Quantity(
                                "seven imports in a %s context add, median".formatted(name()),
                                "ms"),
                        imports,
                        Samples::median,
                        IMPORTS));
        return figures;
    }

    private List<GoalFigure> latency(String which, double... millis) {
        String what = "a call with a " + name() + " context, " + which + ", ";
        return List.of(
                GoalFigure.of(
                        2, new Quantity(what + "median", "ms"), millis, Samples::median, MEDIAN),
                GoalFigure.of(
                        2,
                        new Quantity(what + "p90", "ms"),
                        millis,
                        all -> all.quantile(0.9),
                        Bound.NONE),
                GoalFigure.of(
                        2,
                        new Quantity(what + "p99", "ms"),
                        millis,
                        all -> all.quantile(0.99),
                        Bound.NONE));
    }

    private double millis(Sandbox sandbox, TimedCalls kind) {
        return kind.micros(
                        call ->
                                sandbox.call(
                                        TimedCalls.FUNCTIONS,
                                        call,
                                        ExecutionPolicy.evaluation().with(isolation)))
                / 1e3;
    }
}
