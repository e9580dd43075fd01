/**
 * What the paper's experiment consists of and what its runs come to: the grid of trainings, the
 * comparisons with their intervals, the tables beside the paper's numbers.
 *
 * <p>Start reading at {@link dev.handaxe.cli.experiment.Summary}. This package must not know the
 * terminal, the network, or how a run is made.
 */
@NullMarked
package dev.handaxe.cli.experiment;

import org.jspecify.annotations.NullMarked;
