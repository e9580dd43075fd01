/**
 * Speed, side by side with what people would use in place of the sandbox.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.compare.SpeedComparison}: it lets each
 * contestant run the same programs in turns. This package must not know the command line.
 */
@NullMarked
package dev.handaxe.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
