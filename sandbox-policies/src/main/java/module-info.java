/** Values that say what guest code may do and use. */
module dev.handaxe.policy {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports dev.handaxe.policy;
}
