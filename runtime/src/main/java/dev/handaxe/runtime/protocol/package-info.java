/**
 * The frames between a sandbox and its worker processes. For the worker module only.
 *
 * <p>This package must not know processes or GraalVM.
 */
@NullMarked
package dev.handaxe.runtime.protocol;

import org.jspecify.annotations.NullMarked;
