/** Functions, function sets, the store, and the sandbox that runs them in worker processes. */
module dev.handaxe.runtime {
    requires static transitive org.jspecify;
    requires transitive dev.handaxe.policy;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports dev.handaxe.runtime;
    exports dev.handaxe.runtime.protocol;
}
