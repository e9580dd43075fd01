/**
 * Tests of the domains: every answer is found a second time by another method.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.domains.SecondWayTest}. This package must not
 * know the command line.
 */
@NullMarked
package dev.handaxe.benchmarks.domains;

import org.jspecify.annotations.NullMarked;
