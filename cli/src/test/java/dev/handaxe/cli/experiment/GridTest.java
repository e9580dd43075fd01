package dev.handaxe.cli.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
    private static final Grid GRID =
            new Grid(
                    List.of("algebra", "geometry", "tabmwp"),
                    List.of("function-calling", "react"),
                    List.of(Variant.PAPER, Variant.WHOLE_SET),
                    List.of(1L, 2L));

    @Test
    void everySubjectHasEveryAgentVariantAndSeedOnce() {
        List<Cell> cells = GRID.cells();

        assertThat(cells).hasSize(3 * 2 * 2 * 2).doesNotHaveDuplicates();
        assertThat(cells).extracting(Cell::name).doesNotHaveDuplicates();
        assertThat(cells.getFirst().name()).isEqualTo("algebra.function-calling.paper.1");
    }

    @Test
    void theCellsOfASeedComeTogetherSoThatATableIsWhole() {
        assertThat(GRID.cells().subList(0, 12)).extracting(Cell::seed).containsOnly(1L);
    }

    @Test
    void setsGoToTheOtherSubjectsOfTheirDataSetOnly() {
        List<Work.Transfer> transfers = GRID.transfers();

        assertThat(transfers).hasSize(2 * 2 * 2);
        assertThat(transfers)
                .allSatisfy(
                        transfer -> {
                            assertThat(transfer.cell().variant()).isEqualTo(Variant.PAPER);
                            assertThat(transfer.subject()).isNotEqualTo(transfer.cell().subject());
                            assertThat(List.of(transfer.subject(), transfer.cell().subject()))
                                    .doesNotContain("tabmwp");
                        });
    }

    @Test
    void theSevenSubjectsAndTabMwpAreThePapers() {
        assertThat(Benchmark.MATH.subjects()).hasSize(7);
        assertThat(Benchmark.MATH.sizes()).isEqualTo(new Benchmark.Sizes(20, 80));
        assertThat(Benchmark.TABMWP.sizes()).isEqualTo(new Benchmark.Sizes(30, 100));
        assertThat(Benchmark.of("precalculus")).contains(Benchmark.MATH);
        assertThatThrownBy(() -> new Cell("art", "react", Variant.PAPER, 1))
                .hasMessageContaining("art");
    }
}
