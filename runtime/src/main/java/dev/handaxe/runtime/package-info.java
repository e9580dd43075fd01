/**
 * Functions written by language models, and the sandbox that runs them in worker processes.
 *
 * <p>Start reading at {@link dev.handaxe.runtime.Sandbox}. This package must not know GraalVM,
 * language models or data sets.
 */
@NullMarked
package dev.handaxe.runtime;

import org.jspecify.annotations.NullMarked;
