/**
 * What the optimizer's evidence and the report of a run have in common: why tasks fail, in the same
 * terms, and excerpts of text that others wrote.
 *
 * <p>Start reading at {@link dev.handaxe.optimizer.evidence.Cause}. This package must not know how
 * a run is made, nor how its ledger is read.
 */
@NullMarked
package dev.handaxe.optimizer.evidence;

import org.jspecify.annotations.NullMarked;
