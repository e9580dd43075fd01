/**
 * LangChain4j's agents with functions of Handaxe: the functions of a set as their tools, a code
 * execution engine on the sandbox, and their conversations as rollouts for training.
 *
 * <p>Start reading at {@link dev.handaxe.langchain4j.FunctionToolProvider}. This package must not
 * know a provider of models, HTTP, or GraalVM.
 */
@NullMarked
package dev.handaxe.langchain4j;

import org.jspecify.annotations.NullMarked;
