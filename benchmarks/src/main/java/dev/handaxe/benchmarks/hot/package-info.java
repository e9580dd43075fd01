/**
 * Functions that are called many times: how fast each image runs them once warm, beside CPython.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.hot.HotRun}: it has every contestant call the
 * same functions in turns. This package must not know the command line.
 */
@NullMarked
package dev.handaxe.benchmarks.hot;

import org.jspecify.annotations.NullMarked;
