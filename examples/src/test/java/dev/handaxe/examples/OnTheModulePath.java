package dev.handaxe.examples;

import dev.handaxe.runtime.Sandbox;

/** A program on the class path, with Handaxe's modules on the module path. */
final class OnTheModulePath {
    private OnTheModulePath() {}

    public static void main(String[] arguments) {
        System.out.println(Sandbox.class.getModule().getName() + ": " + CallAFunction.run());
    }
}
