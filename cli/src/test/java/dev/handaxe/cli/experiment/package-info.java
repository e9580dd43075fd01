/**
 * Tests of what the paper's experiment comes to. Start reading at {@link
 * dev.handaxe.cli.experiment.SummaryTest}. This package knows no run and no model.
 */
@NullMarked
package dev.handaxe.cli.experiment;

import org.jspecify.annotations.NullMarked;
