/**
 * What a run did, recorded by a Truffle instrument: guest code can neither see nor stop it, and no
 * guest code runs to render a value.
 *
 * <p>Start reading at {@link dev.handaxe.worker.trace.Tracer}. This package must not know frames of
 * the protocol, the lane or the nursery.
 */
@NullMarked
package dev.handaxe.worker.trace;

import org.jspecify.annotations.NullMarked;
