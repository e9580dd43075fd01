/** Functions, function sets, the store, and the sandbox that runs them in worker processes. */
@SuppressWarnings({
    "requires-automatic",
    "requires-transitive-automatic"
}) // micrometer has no descriptor
module dev.handaxe.runtime {
    requires static transitive org.jspecify;
    requires transitive dev.handaxe.policy;
    requires transitive micrometer.core;
    requires org.slf4j;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports dev.handaxe.runtime;
    exports dev.handaxe.runtime.packages;
    exports dev.handaxe.runtime.protocol;
}
