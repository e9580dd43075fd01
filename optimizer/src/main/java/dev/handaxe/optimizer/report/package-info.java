/**
 * Reads a run's folder for people: what was tried, what it scored, which conversations there were.
 *
 * <p>Start reading at {@link dev.handaxe.optimizer.report.RunReport}. This package must not change
 * a run, nor know how one is made: what it does not find it leaves out.
 */
@NullMarked
package dev.handaxe.optimizer.report;

import org.jspecify.annotations.NullMarked;
