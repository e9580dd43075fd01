/**
 * Tests of the command: parsing, exit codes, what is printed where, and the rules of the whole
 * build.
 *
 * <p>Start reading at {@link dev.handaxe.cli.CommandRun}. Tests named {@code *IT} start processes
 * or servers.
 */
@NullMarked
package dev.handaxe.cli;

import org.jspecify.annotations.NullMarked;
