/**
 * Readers of the files of data sets
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.data. records that know where they stand, and
 * the tasks made of them.}. This package must not know RecordReader:the command line, and how code
 * is run; other programs use {@link dev.handaxe.benchmarks}.
 */
@NullMarked
package dev.handaxe.benchmarks.data;

import org.jspecify.annotations.NullMarked;
