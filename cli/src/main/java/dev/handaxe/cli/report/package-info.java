/**
 * The report of a training run, one HTML page, and what changed from one version of a function set
 * to another.
 *
 * <p>Start reading at {@link dev.handaxe.cli.report.ReportPage}. This package must not know the
 * terminal, the network, or how a run is made.
 */
@NullMarked
package dev.handaxe.cli.report;

import org.jspecify.annotations.NullMarked;
