/** Tests of {@code dev.handaxe.benchmarks.data}. */
@NullMarked
package dev.handaxe.benchmarks.data;

import org.jspecify.annotations.NullMarked;
