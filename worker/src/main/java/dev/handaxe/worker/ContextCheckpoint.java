package dev.handaxe.worker;

import com.oracle.truffle.api.nodes.Node;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The state of a Python context at one moment, and the way back to it. The checkpoint holds a copy
 * of every field of every object that can be reached from the context, as far as {@link StateRule}
 * counts it as state. {@link #restore} writes all of them back. So whatever ran in between can have
 * changed nothing that is still reachable: each object that was there has its old fields, and these
 * lead only to objects that were there, so what was made since is garbage.
 *
 * <p>What this rests on: nothing runs in the context at the time of either; the JVM has not
 * compiled code that takes fields of these objects for constant, which only GraalVM's compiler
 * does, so there is no checkpoint under it; and GraalPy's timers, which could call a dead guest's
 * functions, are off. Confined to one thread at a time.
 */
final class ContextCheckpoint {
    private static final Map<Class<?>, StateFields> FIELDS = new HashMap<>();
    private static final String INTERPRETED = "Interpreted";

    private final Object[] objects;

    /** Empty for arrays. */
    private final @Nullable StateFields[] fields;

    /** For each object its references in turn, or for an array a copy. */
    private final Object[] references;

    private final long[] primitives;

    /** The context cannot be restored; the message names the class that nobody vouched for. */
    static final class Impossible extends Exception {
        private static final long serialVersionUID = 1L;

        Impossible(String why) {
            super(why);
        }
    }

    private ContextCheckpoint(List<Object> found) {
        objects = found.toArray();
        fields = new StateFields[objects.length];
        int referenceCount = 0;
        int primitiveCount = 0;
        for (int i = 0; i < objects.length; i++) {
            Class<?> type = objects[i].getClass();
            if (type.isArray()) {
                referenceCount++;
            } else {
                StateFields layout = Objects.requireNonNull(FIELDS.get(type));
                fields[i] = layout;
                referenceCount += layout.referenceCount();
                primitiveCount += layout.primitiveCount();
            }
        }
        references = new Object[referenceCount];
        primitives = new long[primitiveCount];
        copy();
    }

    /**
     * The state of that context as it is now; no code may run in it.
     *
     * @param held what the worker itself holds of the context
     * @throws Impossible if there is something in it that may be state and may not
     */
    static ContextCheckpoint of(Context context, Collection<Value> held) throws Impossible {
        if (!context.getEngine().getImplementationName().contains(INTERPRETED)) {
            throw new Impossible(
                    "the engine compiles: " + context.getEngine().getImplementationName());
        }
        synchronized (FIELDS) {
            Walk walk = new Walk();
            walk.add(root(context));
            for (Value value : held) {
                walk.add(receiver(value));
            }
            return new ContextCheckpoint(walk.all());
        }
    }

    private static Object root(Context context) throws Impossible {
        context.enter();
        try {
            Class<?> type = Class.forName("com.oracle.graal.python.runtime.PythonContext");
            return type.getMethod("get", Node.class).invoke(null, (Object) null);
        } catch (ReflectiveOperationException e) {
            throw new Impossible("the context does not show itself: " + e);
        } finally {
            context.leave();
        }
    }

    private static Object receiver(Value value) throws Impossible {
        try {
            Field field = Value.class.getSuperclass().getDeclaredField("receiver");
            field.setAccessible(true);
            return field.get(value);
        } catch (ReflectiveOperationException e) {
            throw new Impossible("a value does not show what it refers to: " + e);
        }
    }

    private void copy() {
        int reference = 0;
        int primitive = 0;
        for (int i = 0; i < objects.length; i++) {
            StateFields layout = fields[i];
            if (layout == null) {
                references[reference++] = copyOf(objects[i]);
            } else {
                reference = layout.copyReferences(objects[i], references, reference);
                primitive = layout.copyPrimitives(objects[i], primitives, primitive);
            }
        }
    }

    /** Brings the context back; no code may run in it. */
    void restore() {
        int reference = 0;
        int primitive = 0;
        for (int i = 0; i < objects.length; i++) {
            StateFields layout = fields[i];
            if (layout == null) {
                restore(objects[i], references[reference++]);
            } else {
                reference = layout.restoreReferences(objects[i], references, reference);
                primitive = layout.restorePrimitives(objects[i], primitives, primitive);
            }
        }
    }

    private static Object copyOf(Object array) {
        if (array instanceof Object[] elements) {
            return elements.clone();
        }
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    @SuppressWarnings("ReferenceEquality") // what was there is there, or it is not the same state
    private static void restore(Object array, Object copy) {
        if (array instanceof Object[] elements) {
            Object[] was = (Object[]) copy;
            for (int i = 0; i < was.length; i++) {
                if (elements[i] != was[i]) { // a write costs more than a look
                    elements[i] = was[i];
                }
            }
        } else {
            System.arraycopy(copy, 0, array, 0, Array.getLength(copy));
        }
    }

    /** Finds all state that can be reached. */
    private static final class Walk {
        private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
        private final ArrayDeque<Object> next = new ArrayDeque<>();
        private final Map<Class<?>, StateRule.Kind> kinds = new HashMap<>();

        void add(@Nullable Object found) throws Impossible {
            if (found == null) {
                return;
            }
            Class<?> type = found.getClass();
            switch (kinds.computeIfAbsent(type, StateRule::of)) {
                case LEFT_ALONE -> {}
                case UNKNOWN -> throw new Impossible("is this state: " + type.getName() + "?");
                case STATE -> {
                    if (seen.put(found, true) == null) {
                        next.add(found);
                    }
                }
            }
        }

        List<Object> all() throws Impossible {
            List<Object> all = new ArrayList<>();
            Object[] room = new Object[256];
            for (Object each = next.poll(); each != null; each = next.poll()) {
                all.add(each);
                if (each instanceof Object[] elements) {
                    for (Object element : elements) {
                        add(element);
                    }
                } else if (!each.getClass().isArray()) {
                    StateFields layout = FIELDS.computeIfAbsent(each.getClass(), StateFields::of);
                    if (room.length < layout.referenceCount()) {
                        room = new Object[layout.referenceCount()];
                    }
                    int count = layout.copyReferences(each, room, 0);
                    for (int i = 0; i < count; i++) {
                        add(room[i]);
                    }
                    for (Object fixed : layout.fixedReferences(each)) {
                        add(fixed);
                    }
                    if (each instanceof Reference<?> reference) {
                        add(reference.get());
                    }
                }
            }
            Arrays.fill(room, null);
            return all;
        }
    }
}
