/**
 * Python's literals, numbers and text, read in Java as CPython reads them.
 *
 * <p>Start reading at {@link dev.handaxe.benchmarks.python.PythonLiteral}. This package must not
 * know data sets and graders; other programs use {@link dev.handaxe.benchmarks}.
 */
@NullMarked
package dev.handaxe.benchmarks.python;

import org.jspecify.annotations.NullMarked;
