/**
 * The package store: pure-Python packages that policies may grant to guest code. Start reading at
 * {@link dev.handaxe.runtime.packages.PackageStore}. It knows files and hashes, and nothing of
 * processes, pools or GraalVM.
 */
@NullMarked
package dev.handaxe.runtime.packages;

import org.jspecify.annotations.NullMarked;
