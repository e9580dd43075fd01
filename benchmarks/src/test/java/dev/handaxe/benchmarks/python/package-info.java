/** Tests of {@code dev.handaxe.benchmarks.python}. */
@NullMarked
package dev.handaxe.benchmarks.python;

import org.jspecify.annotations.NullMarked;
