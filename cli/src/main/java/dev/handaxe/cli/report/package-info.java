/**
 * What changed from one version of a function set to another, for people.
 *
 * <p>Start reading at {@link dev.handaxe.cli.report.FunctionDiff}. This package must not know the
 * terminal, the network, or how a run is made.
 */
@NullMarked
package dev.handaxe.cli.report;

import org.jspecify.annotations.NullMarked;
