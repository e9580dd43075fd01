/**
 * Tests of the hostile corpus.
 *
 * <p>Start reading at {@code HostileCorpusIT}, which runs all of it. Needs a built worker home for
 * the integration tests, nothing else.
 */
@NullMarked
package dev.handaxe.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
