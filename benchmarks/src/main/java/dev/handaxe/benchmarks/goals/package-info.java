/**
 * The goals of speed, each measured beside its bound.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.goals.GoalRun}: it makes one measurement after
 * the other. This package must not know the command line.
 */
@NullMarked
package dev.handaxe.benchmarks.goals;

import org.jspecify.annotations.NullMarked;
