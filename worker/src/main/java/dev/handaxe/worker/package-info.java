/**
 * The program inside a worker process: it runs guest code in GraalPy contexts and reports what came
 * of it.
 *
 * <p>Start reading at {@link dev.handaxe.worker.WorkerMain}. This package must not know the host
 * program.
 */
@NullMarked
package dev.handaxe.worker;

import org.jspecify.annotations.NullMarked;
