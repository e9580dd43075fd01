package dev.handaxe.cli.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * Which cells there are: every subject with every agent, variant and seed.
 *
 * <p>Immutable.
 *
 * @param subjects in the order of the tables, as are the others
 */
public record Grid(
        List<String> subjects, List<String> agents, List<Variant> variants, List<Long> seeds) {
    /** Copies. */
    public Grid {
        subjects = List.copyOf(subjects);
        agents = List.copyOf(agents);
        variants = List.copyOf(variants);
        seeds = List.copyOf(seeds);
    }

    /** The cells, seed by seed: whenever it is stopped, whole tables are there first. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (long seed : seeds) {
            for (Variant variant : variants) {
                for (String agent : agents) {
                    for (String subject : subjects) {
                        cells.add(new Cell(subject, agent, variant, seed));
                    }
                }
            }
        }
        return cells;
    }

    /** Every cell of the paper's method with every other subject of its data set. */
    public List<Work.Transfer> transfers() {
        List<Work.Transfer> transfers = new ArrayList<>();
        for (Cell cell : cells()) {
            for (String subject : subjects) {
                if (cell.variant() == Variant.PAPER
                        && !subject.equals(cell.subject())
                        && cell.benchmark().subjects().contains(subject)) {
                    transfers.add(new Work.Transfer(cell, subject));
                }
            }
        }
        return transfers;
    }
}
