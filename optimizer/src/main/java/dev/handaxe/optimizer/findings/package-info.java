/**
 * What a run found out about itself: what there was to win, what the sealed test says, what the
 * same tokens buy without training, and what each function is worth.
 */
@NullMarked
package dev.handaxe.optimizer.findings;

import org.jspecify.annotations.NullMarked;
