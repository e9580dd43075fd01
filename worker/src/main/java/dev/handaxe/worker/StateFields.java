package dev.handaxe.worker;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the fields of one class lie, those of its superclasses included. They are read and written
 * past the rules of the language, final ones as well: the JVM takes these for constant only in
 * records and hidden classes, which are never written. What a reference of {@code java.lang.ref}
 * refers to is the collector's, and not among the fields.
 *
 * <p>Immutable.
 */
final class StateFields {
    private final long[] references;
    private final long[] primitives;
    private final byte[] sizes;

    /** Of a record or a lambda: looked into, never written. */
    private final List<Field> fixed;

    private StateFields(long[] references, long[] primitives, byte[] sizes, List<Field> fixed) {
        this.references = references;
        this.primitives = primitives;
        this.sizes = sizes;
        this.fixed = fixed;
    }

    static StateFields of(Class<?> type) {
        List<Long> references = new ArrayList<>();
        List<Long> primitives = new ArrayList<>();
        List<Byte> sizes = new ArrayList<>();
        List<Field> fixed = new ArrayList<>();
        for (Class<?> each = type;
                each != null && each != Object.class && each != Reference.class;
                each = each.getSuperclass()) {
            boolean writable = !each.isHidden() && !each.isRecord();
            for (Field field : each.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                if (!writable) {
                    if (!field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        fixed.add(field);
                    }
                } else if (field.getType().isPrimitive()) {
                    primitives.add(ObjectMemory.offset(field));
                    sizes.add(size(field.getType()));
                } else {
                    references.add(ObjectMemory.offset(field));
                }
            }
        }
        byte[] widths = new byte[sizes.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = sizes.get(i);
        }
        return new StateFields(array(references), array(primitives), widths, List.copyOf(fixed));
    }

    int referenceCount() {
        return references.length;
    }

    int primitiveCount() {
        return primitives.length;
    }

    /** Copies the references into {@code target} from that place on; the place after them. */
    int copyReferences(Object from, Object[] target, int at) {
        int next = at;
        for (long offset : references) {
            target[next++] = ObjectMemory.reference(from, offset);
        }
        return next;
    }

    /** Copies the primitives, each into a long. */
    int copyPrimitives(Object from, long[] target, int at) {
        int next = at;
        for (int i = 0; i < primitives.length; i++) {
            target[next++] = ObjectMemory.bits(from, primitives[i], sizes[i]);
        }
        return next;
    }

    /** Writes back what {@link #copyReferences} copied, where it differs. */
    @SuppressWarnings("ReferenceEquality") // the same object, not an equal one
    int restoreReferences(Object to, Object[] source, int at) {
        int next = at;
        for (long offset : references) {
            Object was = source[next++];
            if (ObjectMemory.reference(to, offset) != was) {
                ObjectMemory.setReference(to, offset, was);
            }
        }
        return next;
    }

    /** Writes back what {@link #copyPrimitives} copied, where it differs. */
    int restorePrimitives(Object to, long[] source, int at) {
        int next = at;
        for (int i = 0; i < primitives.length; i++) {
            long was = source[next++];
            if (ObjectMemory.bits(to, primitives[i], sizes[i]) != was) {
                ObjectMemory.setBits(to, primitives[i], sizes[i], was);
            }
        }
        return next;
    }

    /** What a record or a lambda refers to. */
    List<Object> fixedReferences(Object from) {
        List<Object> found = new ArrayList<>();
        for (Field field : fixed) {
            try {
                Object value = field.get(from);
                if (value != null) {
                    found.add(value);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return found;
    }

    private static byte size(Class<?> primitive) {
        if (primitive == long.class || primitive == double.class) {
            return 8;
        }
        if (primitive == int.class || primitive == float.class) {
            return 4;
        }
        return (byte) (primitive == short.class || primitive == char.class ? 2 : 1);
    }

    private static long[] array(List<Long> offsets) {
        return offsets.stream().mapToLong(Long::longValue).toArray();
    }
}
