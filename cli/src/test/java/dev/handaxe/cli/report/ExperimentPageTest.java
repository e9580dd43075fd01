package dev.handaxe.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handaxe.cli.experiment.Samples;
import dev.handaxe.cli.experiment.Summary;
import dev.handaxe.cli.experiment.SummaryText;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExperimentPageTest {
    @Test
    void thePageHasTheSentencesAndTheTablesAndLoadsNothing() {
        SummaryText text = SummaryText.of(Summary.of(Samples.results()));

        String page = ExperimentPage.of(text, Map.of("model", "openai:<b>"));

        assertThat(page)
                .contains("8 of 8 trainings finished")
                .contains("<caption>Before and after training</caption>")
                .contains("<caption>What the parts of the method are worth</caption>")
                .contains("script-src &#39;none&#39;")
                .contains("openai:&lt;b&gt;")
                .doesNotContain("<script", "http://", "https://");
        text.conclusions()
                .forEach(
                        one ->
                                assertThat(page)
                                        .contains(one.replace("'", "&#39;").replace("<", "&lt;")));
    }
}
