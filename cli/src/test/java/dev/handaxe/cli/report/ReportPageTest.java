package dev.handaxe.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handaxe.optimizer.RunFolder;
import dev.handaxe.optimizer.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    @TempDir private Path folder;

    @Test
    void aGainThatChanceDoesNotExplainIsSaidToBeOne() throws IOException {
        String page = trained(10, i -> i < 3, i -> true);

        assertThat(page)
                .contains("<strong>Training helped.</strong> On the test tasks")
                .contains("30.0\u00a0% (95\u00a0% interval 10.8 to 60.3\u00a0%, 10 tasks)")
                .contains("+70.0 points, 7 tasks won and 0 lost, p = 0.016 (paired, two-sided).");
    }

    @Test
    void aGainThatMayBeChanceIsNotCalledOne() throws IOException {
        String page = trained(10, i -> i < 3, i -> i < 6);

        assertThat(page)
                .contains("<strong>Not distinguishable from no gain.</strong>")
                .doesNotContain("Training helped");
    }

    @Test
    void aLossIsSaid() throws IOException {
        assertThat(trained(10, i -> true, i -> i < 2)).contains("Training made it worse.");
    }

    @Test
    void aRunWithoutTestScoresSaysThatTheFigureFlatters() throws IOException {
        ReportRun run = new ReportRun(folder, 10);
        run.rollouts(ReportRun.START, "validation", i -> false)
                .rollouts(ReportRun.FINAL, "validation", i -> true);

        assertThat(page(run.write(ReportRun.START, ReportRun.FINAL)))
                .contains("This run has not finished")
                .contains("On the validation tasks")
                .contains("so the figure flatters it");
    }

    @Test
    void aRunThatKeptNothingClaimsNothing() throws IOException {
        ReportRun run = new ReportRun(folder, 10);
        run.rollouts(ReportRun.START, "test", i -> i < 3)
                .rollouts(ReportRun.FINAL, "train", i -> true)
                .epoch(1, ReportRun.FINAL, false, "why")
                .result("");

        assertThat(page(run.write(ReportRun.START)))
                .contains("No set was kept but the one the run began with.")
                .contains("rolled back")
                .doesNotContain("Training helped");
    }

    @Test
    void whatWasNotMeasuredIsSaidToBeSo() throws IOException {
        assertThat(trained(4, i -> false, i -> true))
                .contains("Controls: not measured.")
                .contains("What each function is worth: not measured.")
                .contains("<dt>money</dt>\n<dd>not measured</dd>");
    }

    @Test
    void theConclusionIsWhatThePageSaysFirst() throws IOException {
        String page = everything("As good as retries.");

        assertThat(page)
                .contains("<strong>As good as retries.</strong> On the test tasks")
                .doesNotContain("Training helped");
        assertThat(page.indexOf("<strong>As good as retries."))
                .isLessThan(page.indexOf("What there was to win"));
    }

    @Test
    void whatThereWasToWinSaysWhichSplitIsTooSmall() throws IOException {
        assertThat(everything("validation"))
                .contains("<th scope=\"row\">validation</th>")
                .contains(
                        "<td>6</td><td>0.05</td><td>no: the split is too small</td>"
                                .replace("><t", ">\n<t"))
                .contains("<td>2</td><td>0.25</td><td>yes</td>".replace("><t", ">\n<t"));
    }

    @Test
    void controlsStandBesideTheFinalScoresAsMarksAndAsATable() throws IOException {
        String page = everything("retries");

        assertThat(page)
                .contains("No arm may have more than 123,456 tokens")
                .contains("single rewrite, 50.0\u00a0%</text>")
                .contains("trained, 80.0\u00a0%</text>")
                .contains("retries: 40.0\u00a0% (16.8 to 68.7\u00a0%)</title>")
                .contains("<td>99,000</td>")
                .contains("<td>the tokens of training</td>")
                .contains("<td>not finished</td>")
                .contains("oracle (upper bound) – no contender")
                .contains("flatters it by +12.5 points against test");
    }

    @Test
    void creditSaysWhatWasPrunedAndWhy() throws IOException {
        assertThat(everything("third"))
                .contains("<td>9 (75.0\u00a0%)</td>")
                .contains("<td>12,345</td>")
                .contains("<td>+25.0 points: 1 won, 0 lost of 4 tried again</td>")
                .contains("<td>pruned: unused</td>")
                .contains("<strong>Pruned. </strong>Unused: third. ")
                .contains("The set without them: as good with less code.");
    }

    @Test
    void foldsEstimateTheProcedure() throws IOException {
        assertThat(everything("patience"))
                .contains("2 of 3 folds were finished. Over all: from 25.0\u00a0% to 75.0\u00a0%")
                .contains("href=\"#folds\"");
        assertThat(trained(4, i -> false, i -> true)).doesNotContain("href=\"#folds\"");
    }

    @Test
    void anAnswerIsAdmittedOrRefusedAsAWhole() throws IOException {
        String page = everything("There is no g.");

        assertThat(page)
                .contains("<strong>Told to the optimizer: </strong>There is no g.")
                .contains("admitted as one: 3 edits, repaired at try 2")
                .contains("<h5>rename half to halve</h5>")
                .contains("<h5>merge There is no g. (in place of half, There is no g.)</h5>")
                .contains("Removal of half (2 lines)")
                .contains("<span class=\"removed\">-    return n / 2\n</span>")
                .contains("<dt>expected effect</dt>\n<dd>There is no g.</dd>")
                .contains("Of the deciding tasks 1 won and 3 lost. One-sided p = 0.938")
                .contains("2 rollouts of each deciding task.");
    }

    @Test
    void whatTheDecisionTookIsShownWhateverItIsCalled() throws IOException {
        ReportRun run = new ReportRun(folder, 4);
        run.epoch(1, ReportRun.FINAL, true, "It halves wrongly.").result("");

        assertThat(page(run.write(ReportRun.START, ReportRun.FINAL)))
                .contains("<dt>hypothesis</dt>\n<dd>It halves wrongly.</dd>")
                .contains("<dt>p value</dt>\n<dd>0.031</dd>");
    }

    @Test
    void failuresHaveTheNamesOfTheOptimizersPrompt() throws IOException {
        ReportRun run = new ReportRun(folder, 3);
        run.rollouts(ReportRun.FINAL, "train", i -> i == 0)
                .rollouts(ReportRun.LATER, "train", i -> i < 2)
                .epoch(1, ReportRun.LATER, true, "why");

        assertThat(page(run.write(ReportRun.FINAL, ReportRun.LATER)))
                .contains(
                        "half raised KeyError, line 2: `x`</th>\n<td>2</td>\n<td>1</td>\n<td>1</td>");
    }

    @Test
    void thePrunedSetEndsTheCurveAndAControlsSetIsNoPartOfIt() throws IOException {
        ReportRun run = new ReportRun(folder, 3);
        run.rollouts(ReportRun.START, "test", i -> false)
                .rollouts(ReportRun.FINAL, "test", i -> i < 2)
                .rollouts(ReportRun.LATER, "test", i -> true)
                .epoch(1, ReportRun.FINAL, true, "why")
                .provenance(2, "pruned", "double", "decision", "as good and smaller");

        assertThat(page(run.write(ReportRun.START, ReportRun.FINAL, ReportRun.LATER)))
                .contains("test from 0.0\u00a0% at epoch 0 to 100.0\u00a0% at epoch pruned")
                .contains("<td>pruning of double</td>")
                .doesNotContain("<title>test, epoch 1,");
    }

    @Test
    void aSetThatCameFromTwoSaysSo() throws IOException {
        ReportRun run = new ReportRun(folder, 2);
        run.provenance(
                2, "parent", ReportRun.FINAL.hash(), "second_parent", ReportRun.START.hash());

        assertThat(page(run.write(ReportRun.START, ReportRun.FINAL, ReportRun.LATER)))
                .contains("<td>version 2 and version 1</td>")
                .contains("version 3, epoch 2: changed");
    }

    @Test
    void aFunctionHasItsLineageWithDiffs() throws IOException {
        ReportRun run = new ReportRun(folder, 2);

        assertThat(page(run.write(ReportRun.START, ReportRun.FINAL, ReportRun.LATER)))
                .contains("version 2, epoch 1: added")
                .contains("version 3, epoch 2: changed")
                .contains("<span class=\"removed\">-    return n / 2\n</span>")
                .contains("<span class=\"added\">+    return n // 2\n</span>");
    }

    @Test
    void noTextBecomesMarkup() throws IOException {
        ReportRun run = new ReportRun(folder, 1);
        run.rollout(ReportRun.FINAL, "train", "task-0", 0, ReportRun.HOSTILE)
                .epoch(1, ReportRun.FINAL, true, ReportRun.HOSTILE)
                .everything(ReportRun.HOSTILE);

        String page = page(run.write(ReportRun.START, ReportRun.FINAL));

        assertThat(page)
                .doesNotContain("<script>window.pwned")
                .doesNotContain("<img")
                .doesNotContain("\u202e")
                .doesNotContain("\u2028")
                .doesNotContain("\u0007");
        assertThat(Pattern.compile("</script>").matcher(page).results()).hasSize(3);
        assertThat(Pattern.compile("<!--").matcher(page).results()).isEmpty();
    }

    @Test
    void theNameOfAnElementNeverComesFromElsewhere() {
        Html html = new Html();

        assertThatThrownBy(() -> html.open("p onclick=x")).hasMessageContaining("no name");
        assertThatThrownBy(() -> html.element("p", "", "a b", "")).hasMessageContaining("no name");
    }

    @Test
    void anElementLeftOpenIsAFault() {
        Html html = new Html();
        html.open("p");

        assertThatThrownBy(html::toString).hasMessageContaining("open");
        assertThatThrownBy(() -> html.close("div")).hasMessageContaining("div");
    }

    @Test
    void aRunThatHasOnlyBegunHasAReport() {
        RunFolder run = RunFolder.create(folder.resolve("new"), Map.of("dataset", "demo"));

        assertThat(ReportPage.of(RunReport.read(run)))
                .contains("This run has not finished")
                .contains("0 epochs decided, 0 conversations.")
                .contains("Controls: not measured yet.")
                .contains("No epoch has begun.")
                .contains("No score is known yet.");
    }

    private String everything(String text) throws IOException {
        ReportRun run = new ReportRun(folder, 3);
        run.rollouts(ReportRun.START, "test", i -> false)
                .rollouts(ReportRun.FINAL, "test", i -> true)
                .epoch(1, ReportRun.FINAL, true, "why")
                .everything(text);
        return page(run.write(ReportRun.START, ReportRun.FINAL));
    }

    private String trained(int tasks, IntPredicate before, IntPredicate after) throws IOException {
        ReportRun run = new ReportRun(folder, tasks);
        run.rollouts(ReportRun.START, "test", before)
                .rollouts(ReportRun.FINAL, "test", after)
                .epoch(1, ReportRun.FINAL, true, "why")
                .result("");
        return page(run.write(ReportRun.START, ReportRun.FINAL));
    }

    private static String page(Path folder) {
        return ReportPage.of(RunReport.read(RunFolder.open(folder)));
    }
}
