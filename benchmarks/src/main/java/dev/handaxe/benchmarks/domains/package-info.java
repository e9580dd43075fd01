/**
 * Tasks that are made here: domains of seeded templates, each with its own way to the answer.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.domains.Domain}, then at one {@link
 * dev.handaxe.benchmarks.domains.Problem}. This package must not know files, the command line, and
 * what functions are learned.
 */
@NullMarked
package dev.handaxe.benchmarks.domains;

import org.jspecify.annotations.NullMarked;
