/**
 * The official rules that compare an answer with the right one.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.grading.AnswerRule}. This package must not know
 * files, and the command line; other programs use {@link dev.handaxe.benchmarks}.
 */
@NullMarked
package dev.handaxe.benchmarks.grading;

import org.jspecify.annotations.NullMarked;
