package dev.handaxe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddingExampleIT {

    @Test
    void theExampleOfTheReadmeRuns() {
        assertThat(EmbeddingExample.run()).isEqualTo("it returned PyFloat[value=3.5]");
    }

    @Test
    void theExamplesOfThePageOnEmbeddingRun() {
        assertThat(EmbeddingSnippets.session()).isEqualTo("21\nkept");
        assertThat(EmbeddingSnippets.hostFunction()).isEqualTo("6\n");
    }
}
