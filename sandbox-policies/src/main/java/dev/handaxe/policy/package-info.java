/**
 * What guest code may do and use, as values: limits, isolation, presets and policy files.
 *
 * <p>Start reading at {@link dev.handaxe.policy.ExecutionPolicy}. This package must not know
 * GraalVM, processes or language models.
 */
@NullMarked
package dev.handaxe.policy;

import org.jspecify.annotations.NullMarked;
