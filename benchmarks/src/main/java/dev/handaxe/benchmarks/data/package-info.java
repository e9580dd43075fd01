/**
 * Readers of the files of data sets.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.data.RecordReader}: records that know where
 * they stand; the tasks are made of them. This package must not know the command line, nor how code
 * is run; other programs use {@link dev.handaxe.benchmarks}.
 */
@NullMarked
package dev.handaxe.benchmarks.data;

import org.jspecify.annotations.NullMarked;
