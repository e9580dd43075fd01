/**
 * The supervisor's side of the sandbox: worker processes, the pool of them, and the judgement of
 * one call.
 *
 * <p>Start reading at {@link dev.handaxe.runtime.internal.CallSupervisor}. This package must not
 * know GraalVM or language models.
 */
@NullMarked
package dev.handaxe.runtime.internal;

import org.jspecify.annotations.NullMarked;
