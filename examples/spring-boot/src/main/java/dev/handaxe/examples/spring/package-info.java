/** The sandbox in a program of Spring Boot. */
@NullMarked
package dev.handaxe.examples.spring;

import org.jspecify.annotations.NullMarked;
