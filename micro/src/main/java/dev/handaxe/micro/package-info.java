/**
 * JMH benchmarks of single steps of a call.
 *
 * <p>Start reading at {@link dev.handaxe.micro.CallBenchmark}: a whole call; the others are its
 * parts. This package must not know GraalVM.
 */
@NullMarked
package dev.handaxe.micro;

import org.jspecify.annotations.NullMarked;
