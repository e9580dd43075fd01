/** Tests of the data sets, graders and the evaluation. */
@NullMarked
package dev.handaxe.benchmarks;

import org.jspecify.annotations.NullMarked;
