/**
 * The functions of a set as the tools of a model: how they are specified, how a call that a model
 * asks for is read and run, and what the model is told of it. The agents of a run and agents
 * outside of one share it, so that both read the same of the same call.
 *
 * <p>Start reading at {@link dev.handaxe.optimizer.tools.FunctionTools}. This package must not know
 * how a run is made, nor what becomes of its conversations.
 */
@NullMarked
package dev.handaxe.optimizer.tools;

import org.jspecify.annotations.NullMarked;
