/**
 * Handaxe on Apache Spark: evaluations spread over a cluster, and the guest calls of trainings.
 *
 * <p>Start reading at {@link dev.handaxe.spark.SparkEngine}; what runs on executors begins at
 * {@link dev.handaxe.spark.SandboxPlugin}. This package must not know the command line or model
 * providers.
 */
@NullMarked
package dev.handaxe.spark;

import org.jspecify.annotations.NullMarked;
