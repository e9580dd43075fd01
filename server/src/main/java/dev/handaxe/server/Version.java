package dev.handaxe.server;

/** The version of this build. */
final class Version {
    private Version() {}

    /** As the jar says; {@code dev} outside of one. */
    static String number() {
        String number = Version.class.getPackage().getImplementationVersion();
        return number == null ? "dev" : number;
    }
}
