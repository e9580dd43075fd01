/**
 * Data sets, graders, pass@k and the evaluation of code samples in the sandbox.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.DataSets} and {@link
 * dev.handaxe.benchmarks.Evaluation}. This package must not know the command line, model providers
 * or GraalVM.
 */
@NullMarked
package dev.handaxe.benchmarks;

import org.jspecify.annotations.NullMarked;
