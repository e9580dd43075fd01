/**
 * The {@code handaxe} command: parses arguments, calls the modules below, prints data to stdout and
 * everything else to stderr.
 *
 * <p>Start reading at {@link dev.handaxe.cli.Main}. This package must not know polyglot types or
 * the worker's classes.
 */
@NullMarked
package dev.handaxe.cli;

import org.jspecify.annotations.NullMarked;
