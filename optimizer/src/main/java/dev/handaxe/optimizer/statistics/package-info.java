/**
 * The statistics by which sets of functions are compared: intervals and paired tests. Start with
 * {@link dev.handaxe.optimizer.statistics.PairedScores}. It knows numbers only: no tasks, no
 * models, no functions.
 */
@NullMarked
package dev.handaxe.optimizer.statistics;

import org.jspecify.annotations.NullMarked;
