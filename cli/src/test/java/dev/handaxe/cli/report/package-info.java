/**
 * Tests of a run's report, as text and in a real browser.
 *
 * <p>Start reading at {@link dev.handaxe.cli.report.ReportRun}, which makes the runs. Tests named
 * {@code *IT} start Chromium.
 */
@NullMarked
package dev.handaxe.cli.report;

import org.jspecify.annotations.NullMarked;
