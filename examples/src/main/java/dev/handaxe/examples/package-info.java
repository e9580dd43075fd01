/**
 * Programs that embed Handaxe, each as short as it can be.
 *
 * <p>Start reading at {@link dev.handaxe.examples.CallAFunction}. The documents show what stands
 * between the two markers of each. Nothing may depend on this package.
 */
@NullMarked
package dev.handaxe.examples;

import org.jspecify.annotations.NullMarked;
