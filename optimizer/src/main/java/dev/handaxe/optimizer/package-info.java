/**
 * Trains agents by forging the Python functions that they may call: tasks, the agent, the
 * optimizer, the trainer, the ledger of a run, and the one gateway to language models.
 *
 * <p>Start reading at {@link dev.handaxe.optimizer.Trainer}. This package must not know HTTP, the
 * files of data sets, or GraalVM.
 */
@NullMarked
package dev.handaxe.optimizer;

import org.jspecify.annotations.NullMarked;
