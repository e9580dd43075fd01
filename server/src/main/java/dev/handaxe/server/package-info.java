/**
 * Functions and guest code over HTTP and MCP: one sandbox, one port, clients with a policy each.
 *
 * <p>Start reading at {@link dev.handaxe.server.HandaxeServer}. This package must not know the
 * command line, data sets, model providers or GraalVM.
 */
@NullMarked
package dev.handaxe.server;

import org.jspecify.annotations.NullMarked;
