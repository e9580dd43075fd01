package dev.handaxe.worker;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which Java classes hold the state of a Python context. What {@link ContextCheckpoint} meets is
 * either state, which is copied and written back, or shared by all contexts and the same for ever,
 * which is left alone. A class that is neither named here nor plainly one of them makes a
 * checkpoint impossible: what is not known is not guessed. Thread-safe.
 */
final class StateRule {
    /** What becomes of an object of a class. */
    enum Kind {
        /** Its fields, or elements, are state. */
        STATE,
        /** Immutable, or of the engine, or of ours, or native: neither copied nor looked into. */
        LEFT_ALONE,
        /** Nobody said. */
        UNKNOWN
    }

    private static final String ATOMIC = "java.util.concurrent.atomic.";

    /** Left alone with all their subclasses: code, shapes, texts and what the JVM owns. */
    private static final Set<String> LEFT_TYPES =
            Set.of(
                    "com.oracle.truffle.api.nodes.Node",
                    "com.oracle.truffle.api.CallTarget",
                    "com.oracle.truffle.api.RootCallTarget",
                    "com.oracle.truffle.api.object.Shape",
                    "com.oracle.truffle.api.source.Source",
                    "com.oracle.truffle.api.source.SourceSection",
                    "com.oracle.truffle.api.TruffleLanguage",
                    "com.oracle.truffle.api.TruffleLanguage$Env",
                    "com.oracle.truffle.api.TruffleFile",
                    "com.oracle.truffle.api.TruffleLogger",
                    "com.oracle.truffle.api.Assumption",
                    "com.oracle.truffle.api.frame.FrameDescriptor",
                    "com.oracle.truffle.api.strings.AbstractTruffleString",
                    "com.oracle.truffle.regex.RegexObject",
                    // its fields are the code of the engine, shared and filled in on first use
                    "com.oracle.graal.python.nodes.bytecode_dsl.BytecodeDSLCodeUnit",
                    "java.lang.Enum",
                    "java.lang.Thread",
                    "java.lang.ThreadGroup",
                    "java.lang.ThreadLocal",
                    "java.lang.ClassLoader",
                    "java.lang.Class",
                    "java.lang.String",
                    "java.lang.Number", // the boxes and BigInteger; atomic ones are named below
                    "java.lang.Boolean",
                    "java.lang.Character",
                    "java.lang.ref.ReferenceQueue",
                    // the ends of the three standard streams, which keep nothing
                    "com.oracle.truffle.api.impl.DelegatingOutputStream",
                    "java.nio.channels.FileChannel",
                    "java.util.Locale",
                    "java.util.TimeZone",
                    "java.util.regex.Pattern");

    private static final List<String> LEFT_PACKAGES =
            List.of(
                    "com.oracle.truffle.polyglot.",
                    "org.graalvm.polyglot.",
                    "org.graalvm.options.",
                    "org.graalvm.shadowed.",
                    "com.oracle.truffle.regex.",
                    "dev.handaxe.",
                    "java.lang.invoke.",
                    "java.lang.reflect.",
                    // a source of randomness that went back would repeat itself
                    "java.security.",
                    "java.nio.charset.",
                    "java.time.",
                    "java.text.",
                    "jdk.",
                    "sun.");

    private static final List<String> STATE_PACKAGES =
            List.of(
                    "com.oracle.graal.python.",
                    "com.oracle.truffle.api.object.DynamicObject",
                    "com.oracle.truffle.api.object.ExtLocations",
                    "com.oracle.truffle.api.utilities.",
                    "com.oracle.truffle.api.impl.FrameWithoutBoxing",
                    "java.io.InputStream$",
                    "java.io.OutputStream$",
                    "java.io.ByteArray",
                    "java.io.Buffered",
                    "java.io.Filter",
                    // a guest may close the standard streams
                    "java.nio.channels.",
                    ATOMIC,
                    "java.util.concurrent.locks.",
                    "java.util.concurrent.Semaphore",
                    "java.util.concurrent.CopyOnWriteArrayList",
                    "org.graalvm.collections.");

    /**
     * Of {@code java.util} and {@code java.util.concurrent}: collections, and nothing that runs.
     */
    private static final List<String> COLLECTIONS =
            List.of("Map", "Set", "List", "Deque", "Queue", "Collections", "Arrays", "Optional");

    private StateRule() {}

    static Kind of(Class<?> type) {
        if (type.isArray()) {
            return Kind.STATE;
        }
        String name = type.getName();
        if (isStateByName(name) && !isLeft(type)) {
            return Kind.STATE;
        }
        if (isLeft(type) || startsWithOne(name, LEFT_PACKAGES)) {
            return Kind.LEFT_ALONE;
        }
        return type == Object.class || Reference.class.isAssignableFrom(type)
                ? Kind.STATE
                : Kind.UNKNOWN;
    }

    private static boolean isStateByName(String name) {
        return startsWithOne(name, STATE_PACKAGES)
                || (name.startsWith("java.util.")
                        && COLLECTIONS.stream().anyMatch(part -> name.contains(part)));
    }

    /** Whether it, a class above it or an interface of theirs is left alone. */
    private static boolean isLeft(Class<?> type) {
        if (type.getName().startsWith(ATOMIC)) {
            return false;
        }
        if (LEFT_TYPES.contains(type.getName())) {
            return true;
        }
        Class<?> above = type.getSuperclass();
        return (above != null && isLeft(above))
                || Arrays.stream(type.getInterfaces()).anyMatch(StateRule::isLeft);
    }

    private static boolean startsWithOne(String name, List<String> starts) {
        return starts.stream().anyMatch(name::startsWith);
    }
}
