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
                .contains("Leave-one-out difference and cost of each function: not measured")
                .contains("<dt>money</dt>\n<dd>not measured</dd>");
    }

    @Test
    void whatWasMeasuredIsShownWhateverItIsCalled() throws IOException {
        ReportRun run = new ReportRun(folder, 4);
        run.rollouts(ReportRun.START, "test", i -> false)
                .rollouts(ReportRun.FINAL, "test", i -> true)
                .epoch(1, ReportRun.FINAL, true, "It halves wrongly.")
                .result(
                        ",\"controls\":[{\"name\":\"retries\",\"score\":0.5,\"total_tokens\":123456}],"
                                + "\"credit\":[{\"name\":\"half\",\"leave_one_out\":0.25}],"
                                + "\"test\":{\"p\":0.2}");

        assertThat(page(run.write(ReportRun.START, ReportRun.FINAL)))
                .contains("<th scope=\"col\">total tokens</th>")
                .contains("<td>123,456</td>")
                .contains("<th scope=\"col\">leave one out</th>")
                .contains("p = 0.200")
                .contains("<dt>hypothesis</dt>\n<dd>It halves wrongly.</dd>")
                .contains("<dt>p value</dt>\n<dd>0.031</dd>");
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
                .result(",\"notes\":[" + ReportRun.quoted(ReportRun.HOSTILE) + "]");

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
                .contains("No epoch has begun.")
                .contains("No score is known yet.");
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
