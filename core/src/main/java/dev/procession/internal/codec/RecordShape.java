package dev.procession.internal.codec;

import dev.procession.EncodingException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a record class: how its components are read, how it is built, and its description in a message.
 *
 * <p>The description is its length as a varint, then the class name, a varint number of components, and name and type
 * name of each; all as strings with their tags. A reader accepts it only if its own class has the same one, byte for byte.
 */
final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final Class<?>[] componentTypes;
    private final byte[] description;
    private final @Nullable String obstacle;
    private final MethodHandle[] accessors;
    private final @Nullable MethodHandle constructor;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        this.type = type;
        this.componentTypes = new Class<?>[components.length];
        EncodeBuffer text = new EncodeBuffer(128);
        Strings.write(type.getName(), text);
        text.writeVarint(components.length);
        for (int i = 0; i < components.length; i++) {
            componentTypes[i] = components[i].getType();
            Strings.write(components[i].getName(), text);
            Strings.write(componentTypes[i].getName(), text);
        }
        this.description = text.toByteArray();
        MethodHandle[] readers = new MethodHandle[components.length];
        MethodHandle builder = null;
        String found = firstObstacle(type, componentTypes);
        if (found == null) {
            try {
                builder = constructorOf(type, componentTypes);
                for (int i = 0; i < readers.length; i++) {
                    readers[i] = accessorOf(components[i]);
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                found = "its constructor or an accessor is not accessible to Procession: " + e.getMessage();
            }
        }
        this.obstacle = found;
        this.accessors = readers;
        this.constructor = found == null ? builder : null;
    }

    /** The shape of a record class; kept with the class. */
    static RecordShape of(Class<?> recordClass) {
        return SHAPES.get(recordClass);
    }

    /** Why records of this class must go through Java serialisation, or null. */
    @Nullable
    String obstacle() {
        return obstacle;
    }

    Class<?> type() {
        return type;
    }

    int size() {
        return componentTypes.length;
    }

    Class<?> componentType(int index) {
        return componentTypes[index];
    }

    void writeDescription(EncodeBuffer out) {
        out.writeVarint(description.length);
        out.writeBytes(description, 0, description.length);
    }

    boolean isDescribedBy(byte[] bytes, int from, int to) {
        return Arrays.equals(description, 0, description.length, bytes, from, to);
    }

    /** Reads a component as its accessor gives it. */
    @Nullable
    Object read(Object instance, int index) {
        try {
            return (Object) accessors[index].invokeExact(instance);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new EncodingException(
                    "an accessor of the record " + type.getName() + " threw " + Failures.describe(e)
                            + "\n  effect: nothing was sent",
                    e);
        }
    }

    /** Builds a record; throws what the canonical constructor throws. */
    Object build(@Nullable Object[] values) throws Throwable {
        MethodHandle builder = constructor;
        if (builder == null) {
            throw new IllegalStateException(type.getName() + " cannot be built: " + obstacle);
        }
        return (Object) builder.invokeExact(values);
    }

    private static @Nullable String firstObstacle(Class<?> type, Class<?>[] componentTypes) {
        if (type.isHidden()) {
            return "its class is hidden, so that no other process can name it";
        }
        for (Method method : type.getDeclaredMethods()) {
            boolean custom =
                    method.getName().equals("writeReplace") || method.getName().equals("readResolve");
            if (custom && method.getParameterCount() == 0) {
                return "it declares " + method.getName();
            }
        }
        for (Class<?> component : componentTypes) {
            if (!maybeCompact(component)) {
                return "a component is of type " + component.getName();
            }
        }
        return null;
    }

    /** Whether a component of that declared type can hold anything but null that has an encoding of ours. */
    private static boolean maybeCompact(Class<?> type) {
        return type.isPrimitive()
                || type.isRecord()
                || type.isInterface() // which a record may implement
                || (type.isArray() && type.getComponentType().isPrimitive())
                || type == Object.class
                || type == Record.class
                || type == Number.class
                || type == String.class
                || MethodType.methodType(type).unwrap().returnType().isPrimitive();
    }

    private static MethodHandle constructorOf(Class<?> type, Class<?>[] componentTypes)
            throws ReflectiveOperationException {
        Constructor<?> canonical = type.getDeclaredConstructor(componentTypes);
        canonical.setAccessible(true);
        return MethodHandles.lookup()
                .unreflectConstructor(canonical)
                .asSpreader(Object[].class, componentTypes.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private static MethodHandle accessorOf(RecordComponent component) throws ReflectiveOperationException {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return MethodHandles.lookup().unreflect(accessor).asType(MethodType.methodType(Object.class, Object.class));
    }
}
