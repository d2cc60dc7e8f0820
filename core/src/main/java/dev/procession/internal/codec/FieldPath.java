package dev.procession.internal.codec;

import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the way from a value to the object in it that is not serialisable; only after an encoding has failed.
 *
 * <p>The walk goes breadth first, so that the way is a shortest one, visits each object once, and follows at most
 * {@code MAX_STEPS} references, since a collection may claim to have no end. It sees what serialisation would see: serialisable fields where they are accessible,
 * elements, entries, comparators, captured values, and what {@code writeReplace} returns. What it cannot see into, or
 * what throws when it is looked at, is left out; then the message names the class without the way.
 */
final class FieldPath {
    private static final int MAX_STEPS = 200_000;

    private static final String LAMBDA_REMEDY =
            "a lambda is serialisable by the type it is assigned to: declare the variable or parameter as"
                    + " RemoteCallable, RemoteRunnable or RemoteFunction, and call submit on a variable of type"
                    + " ProcessPool rather than ExecutorService";

    private final String culprit;
    private final Queue<Node> open = new ArrayDeque<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int steps;

    private FieldPath(String culprit) {
        this.culprit = culprit;
    }

    /** The message for a value in which an object of that class was found not to be serialisable. */
    static String explain(Object root, @Nullable String culprit) {
        String className = culprit == null ? "unknown" : culprit;
        Node found = new FieldPath(className).search(root);
        Class<?> type = found == null ? null : found.value.getClass();
        String what = found != null
                ? found.path() + " is not Serializable"
                : "somewhere in a value (" + nameOf(root.getClass()) + "), an object of " + nameOf(className)
                        + " is not Serializable";
        String remedy;
        if (isLambda(className)) {
            remedy = LAMBDA_REMEDY;
        } else if (type != null && type.isRecord()) {
            remedy =
                    "let the record implement java.io.Serializable; without that, it may only have primitives, strings,"
                            + " arrays of primitives, and records of these";
        } else {
            remedy =
                    "let it implement java.io.Serializable, mark the field transient, or create the object in the task";
        }
        return what + "\n  effect: nothing was sent\n  remedy: " + remedy;
    }

    /** A class name for people: that of a lambda says where the lambda was written. */
    static String nameOf(Class<?> type) {
        return isLambda(type.getName()) ? nameOf(type.getName()) : type.getTypeName();
    }

    private static String nameOf(String className) {
        return isLambda(className)
                ? "a lambda written in " + className.substring(0, className.indexOf("$$Lambda"))
                : className;
    }

    private static boolean isLambda(String className) {
        return className.contains("$$Lambda");
    }

    private @Nullable Node search(Object root) {
        add(null, "a value", root);
        for (Node node = open.poll(); node != null && !tired(); node = open.poll()) {
            Class<?> type = node.value.getClass();
            if (!(node.value instanceof Serializable)) {
                if (type.getName().equals(culprit)) {
                    return node;
                }
                continue; // it would have failed itself, had it been reached
            }
            try {
                expand(node, type);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                // Somebody's collection or field does not want to be looked at: the rest may still tell.
            }
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // a replacement may well be equal to what it replaces
    private void expand(Node node, Class<?> type) {
        if (node.value instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(node, "element [" + i + "]", array[i]);
            }
        } else if (!(type.isArray()
                || node.value instanceof String
                || (node.value instanceof Number && isOfJdk(type))
                || node.value instanceof Enum
                || node.value instanceof Class)) {
            Object written = ReplacementProbe.of(node.value);
            if (written instanceof SerializedLambda lambda) {
                captured(node, lambda);
            } else if (written != null && written != node.value) {
                add(node, "its replacement", written);
                if (isOfJdk(type)) contents(node); // of List.of and its like, which hide what they carry
            } else {
                contents(node);
                fields(node, type);
            }
        }
    }

    private void captured(Node node, SerializedLambda lambda) {
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            Object value = lambda.getCapturedArg(i);
            if (value != null) {
                String self = i == 0 && LambdaText.capturesThis(lambda) ? ", this" : "";
                add(
                        node.parent == null ? null : node,
                        "captured value #" + (i + 1) + self + " (" + nameOf(value.getClass()) + ") of lambda "
                                + LambdaText.methodName(lambda),
                        value);
            }
        }
    }

    /** What the JDK's classes write without naming it in a field that could be read from here. */
    private void contents(Node node) {
        if (node.value instanceof Collection<?> collection) {
            int i = 0;
            for (Object element : collection) {
                add(node, "element [" + i++ + "]", element);
                if (tired()) {
                    return;
                }
            }
        } else if (node.value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                add(node, "key " + label(entry.getKey()), entry.getKey());
                add(node, "value for key " + label(entry.getKey()), entry.getValue());
                if (tired()) {
                    return;
                }
            }
        } else if (node.value instanceof Map.Entry<?, ?> entry) {
            add(node, "key", entry.getKey());
            add(node, "value", entry.getValue());
        } else if (node.value instanceof AtomicReference<?> reference) {
            add(node, "value", reference.get());
        } else if (node.value instanceof Throwable failure) {
            add(node, "cause", failure.getCause());
            for (Throwable suppressed : failure.getSuppressed()) {
                add(node, "suppressed", suppressed);
            }
        }
        add(node, "comparator", comparatorOf(node.value));
    }

    private static @Nullable Comparator<?> comparatorOf(Object value) {
        return switch (value) {
            case SortedMap<?, ?> map -> map.comparator();
            case SortedSet<?> set -> set.comparator();
            case PriorityQueue<?> queue -> queue.comparator();
            default -> null;
        };
    }

    private void fields(Node node, Class<?> type) {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            ObjectStreamClass form = ObjectStreamClass.lookup(owner);
            if (form == null || isOfJdk(owner)) {
                continue; // not written, or not accessible
            }
            for (ObjectStreamField field : form.getFields()) {
                if (!field.isPrimitive()) {
                    add(node, "field " + field.getName(), read(owner, field.getName(), node.value));
                }
            }
        }
    }

    private static @Nullable Object read(Class<?> owner, String name, Object instance) {
        try {
            Field field = owner.getDeclaredField(name);
            return field.trySetAccessible() ? field.get(instance) : null;
        } catch (ReflectiveOperationException e) {
            return null; // declared in serialPersistentFields only
        }
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null;
    }

    private static String label(@Nullable Object key) {
        if (key instanceof String text) {
            return '"' + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + '"';
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        // The toString of other keys is somebody's code.
        return key == null || (key instanceof Number && isOfJdk(key.getClass()))
                ? String.valueOf(key)
                : "(" + nameOf(key.getClass()) + ")";
    }

    private void add(@Nullable Node parent, String step, @Nullable Object value) {
        steps++;
        if (value != null && seen.add(value)) {
            open.add(new Node(parent, step, value));
        }
    }

    private boolean tired() {
        return steps > MAX_STEPS;
    }

    /** An object that was reached, and how. */
    private record Node(@Nullable Node parent, String step, Object value) {
        String path() {
            Node above = parent;
            String type = " (" + nameOf(value.getClass()) + ")";
            String text = step.startsWith("captured") ? step : step + type;
            while (above != null) {
                String root = above.parent == null && !above.step.startsWith("captured")
                        ? " (" + nameOf(above.value.getClass()) + ")"
                        : "";
                text = above.step + root + " → " + text;
                above = above.parent;
            }
            return text;
        }
    }
}
