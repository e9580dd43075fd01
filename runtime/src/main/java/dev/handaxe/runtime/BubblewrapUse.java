package dev.handaxe.runtime;

import dev.handaxe.runtime.HandaxeException.Code;
import java.nio.file.Path;

/**
 * Whether a {@link Sandbox} may confine its workers with bubblewrap, and with which one.
 *
 * <p>Immutable.
 */
public sealed interface BubblewrapUse {
    /** The system property that says it when no option does. */
    String PROPERTY = "handaxe.bubblewrap";

    /** The environment variable that says it when the property does not. */
    String VARIABLE = "HANDAXE_BUBBLEWRAP";

    /** The program {@code bwrap} on PATH or in the usual folders, if it is there and works. */
    record Auto() implements BubblewrapUse {}

    /** None, also where it is present: the strongest that a plain process is given. */
    record Off() implements BubblewrapUse {}

    /** That program, if it works. */
    record Program(Path path) implements BubblewrapUse {}

    /**
     * Reads {@code auto}, {@code off} or the absolute path of a program.
     *
     * @throws HandaxeException if it is none of these
     */
    static BubblewrapUse parse(String text) {
        return switch (text) {
            case "", "auto" -> new Auto();
            case "off" -> new Off();
            default -> {
                if (!text.startsWith("/")) {
                    throw new HandaxeException(
                            Code.INVALID_INPUT,
                            VARIABLE
                                    + " is '"
                                    + text
                                    + "', allowed are auto, off and the absolute path of bwrap");
                }
                yield new Program(Path.of(text));
            }
        };
    }

    /**
     * What the system property or the environment says; {@link Auto} if neither does.
     *
     * @throws HandaxeException if what they say is malformed
     */
    static BubblewrapUse ofHost() {
        String property = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        return property == null ? new Auto() : parse(property);
    }
}
