/**
 * The hostile corpus: programs that attack the sandbox, kept as data, and the run that checks that
 * it holds against each of them on this host.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.hostile.HostileCorpus} and {@link
 * dev.handaxe.benchmarks.hostile.HostileRun}. This package must not know the command line, model
 * providers or GraalVM.
 */
@NullMarked
package dev.handaxe.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
