/** Tests of {@code dev.handaxe.benchmarks.grading}. */
@NullMarked
package dev.handaxe.benchmarks.grading;

import org.jspecify.annotations.NullMarked;
