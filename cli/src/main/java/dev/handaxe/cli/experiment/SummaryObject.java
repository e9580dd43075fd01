package dev.handaxe.cli.experiment;

import dev.handaxe.cli.experiment.Benchmark.Published;
import dev.handaxe.cli.experiment.RunScores.Kept;
import dev.handaxe.cli.experiment.RunScores.Used;
import dev.handaxe.optimizer.findings.TestComparison.Share;
import dev.handaxe.optimizer.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A summary as maps, lists and plain values: docs/experiment.md, section The JSON. */
public final class SummaryObject {
    private SummaryObject() {}

    /** The object; an empty {@link Optional} stands for a key that is left out. */
    public static Map<String, Object> of(Summary summary) {
        Results results = summary.results();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("experiment", "paper");
        object.put("protocol", results.protocol());
        object.put("cells", results.grid().cells().size());
        object.put("finished", summary.finishedCells());
        object.put("stopped", results.stopped());
        object.put("conclusions", Conclusions.of(summary));
        object.put("gains", summary.gains().stream().map(SummaryObject::row).toList());
        object.put("ablations", summary.ablations().stream().map(SummaryObject::row).toList());
        object.put("transfers", summary.transfers().stream().map(SummaryObject::row).toList());
        object.put("curves", summary.curves().stream().map(SummaryObject::curve).toList());
        List<Object> runs = new ArrayList<>();
        results.runs().forEach((work, run) -> runs.add(run(work, run)));
        object.put("runs", runs);
        object.put("usage", usage(results.used()));
        object.put("source", Benchmark.SOURCE);
        return object;
    }

    private static Map<String, Object> row(Row row) {
        Comparison found = row.comparison();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("data", row.benchmark().label());
        object.put("subject", row.subject());
        object.put("agent", row.agent());
        object.put("variant", row.variant().word());
        object.put("runs", found.runs());
        object.put("before", share(found.pooled().before()));
        object.put("after", share(found.pooled().after()));
        object.put("difference", found.pooled().difference());
        object.put("low", found.difference().low());
        object.put("high", found.difference().high());
        object.put("won", found.pooled().won());
        object.put("lost", found.pooled().lost());
        object.put("p_tasks", found.pooled().pValue());
        object.put("p_runs", found.pRuns());
        object.put("p", found.p());
        object.put("paper", row.paper().map(SummaryObject::published));
        return object;
    }

    private static Map<String, Object> published(Published paper) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("before", paper.before());
        object.put("after", paper.after());
        return object;
    }

    private static Map<String, Object> share(Share share) {
        Interval interval = share.interval();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("score", share.score());
        object.put("tasks", share.tasks());
        object.put("low", interval.low());
        object.put("high", interval.high());
        return object;
    }

    private static Map<String, Object> curve(Curve curve) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("data", curve.benchmark().label());
        object.put("agent", curve.agent());
        object.put("variant", curve.variant().word());
        object.put("runs", curve.runs());
        List<Object> points = new ArrayList<>();
        for (Curve.Point point : curve.points()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("epoch", point.epoch());
            one.put("train", point.train());
            one.put("test", point.test());
            points.add(one);
        }
        object.put("points", points);
        return object;
    }

    private static Map<String, Object> run(Work work, RunScores run) {
        Cell cell = work.cell();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("run", work.name());
        object.put("subject", cell.subject());
        object.put("agent", cell.agent());
        object.put("variant", cell.variant().word());
        object.put("seed", cell.seed());
        object.put("tested_on", testedOn(work));
        object.put("stopped", run.stopped());
        object.put("sets", run.kept().stream().map(SummaryObject::set).toList());
        object.put("usage", usage(run.used()));
        return object;
    }

    private static String testedOn(Work work) {
        return switch (work) {
            case Work.Transfer transfer -> transfer.subject();
            case Work.Training training -> training.cell().subject();
            case Work.CurvePoint point -> point.cell().subject();
        };
    }

    private static Map<String, Object> set(Kept kept) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("epoch", kept.epoch());
        object.put("set", kept.set());
        object.put("functions", kept.functions());
        object.put("train", kept.train());
        object.put("test", kept.test().isEmpty() ? Optional.empty() : Optional.of(kept.test()));
        return object;
    }

    private static Map<String, Object> usage(Used used) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("calls", used.calls());
        object.put("input_tokens", used.inputTokens());
        object.put("output_tokens", used.outputTokens());
        return object;
    }
}
