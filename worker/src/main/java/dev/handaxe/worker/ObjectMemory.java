package dev.handaxe.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Reads and writes the fields of any object by their offsets. Nothing of the language writes final
 * fields of classes in other modules, so it is {@code sun.misc.Unsafe}, reached by method handles:
 * a worker of a JDK without it has no checkpoints, and goes on. Thread-safe.
 */
final class ObjectMemory {
    private static final Class<?> UNSAFE = unsafe();
    private static final MethodHandle OFFSET = find("objectFieldOffset", long.class, Field.class);
    private static final MethodHandle GET_REFERENCE = getter("getObject", Object.class);
    private static final MethodHandle GET_LONG = getter("getLong", long.class);
    private static final MethodHandle GET_INT = getter("getInt", int.class);
    private static final MethodHandle GET_SHORT = getter("getShort", short.class);
    private static final MethodHandle GET_BYTE = getter("getByte", byte.class);
    private static final MethodHandle PUT_REFERENCE = setter("putObject", Object.class);
    private static final MethodHandle PUT_LONG = setter("putLong", long.class);
    private static final MethodHandle PUT_INT = setter("putInt", int.class);
    private static final MethodHandle PUT_SHORT = setter("putShort", short.class);
    private static final MethodHandle PUT_BYTE = setter("putByte", byte.class);

    private ObjectMemory() {}

    /** Where the field lies in each object of its class; not of a record or a hidden class. */
    static long offset(Field field) {
        try {
            return (long) OFFSET.invokeExact(field);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static Object reference(Object of, long offset) {
        try {
            return (Object) GET_REFERENCE.invokeExact(of, offset);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void setReference(Object of, long offset, Object value) {
        try {
            PUT_REFERENCE.invokeExact(of, offset, value);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** The bits of a field with that many bytes. */
    static long bits(Object of, long offset, byte size) {
        try {
            return switch (size) {
                case 8 -> (long) GET_LONG.invokeExact(of, offset);
                case 4 -> (int) GET_INT.invokeExact(of, offset);
                case 2 -> (short) GET_SHORT.invokeExact(of, offset);
                default -> (byte) GET_BYTE.invokeExact(of, offset);
            };
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    static void setBits(Object of, long offset, byte size, long value) {
        try {
            switch (size) {
                case 8 -> PUT_LONG.invokeExact(of, offset, value);
                case 4 -> PUT_INT.invokeExact(of, offset, (int) value);
                case 2 -> PUT_SHORT.invokeExact(of, offset, (short) value);
                default -> PUT_BYTE.invokeExact(of, offset, (byte) value);
            }
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static RuntimeException broken(Throwable e) {
        return new IllegalStateException("memory cannot be reached", e);
    }

    private static Class<?> unsafe() {
        try {
            return Class.forName("sun.misc.Unsafe");
        } catch (ClassNotFoundException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static MethodHandle getter(String name, Class<?> type) {
        return find(name, type, Object.class, long.class);
    }

    private static MethodHandle setter(String name, Class<?> type) {
        return find(name, void.class, Object.class, long.class, type);
    }

    private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
        try {
            Field instance = UNSAFE.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(UNSAFE, name, MethodType.methodType(result, parameters))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
