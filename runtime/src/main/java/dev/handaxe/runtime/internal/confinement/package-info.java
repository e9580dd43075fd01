/**
 * Confinement of worker processes by the operating system: what this host gives, found by trying
 * it, and the command lines that use it.
 *
 * <p>Start reading at {@link dev.handaxe.runtime.internal.confinement.ConfinementDetection}. This
 * package must not know calls, frames or the pool.
 */
@NullMarked
package dev.handaxe.runtime.internal.confinement;

import org.jspecify.annotations.NullMarked;
