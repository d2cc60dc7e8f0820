package dev.procession.internal.codec;

import dev.procession.DecodingException;
import dev.procession.EncodingException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What all lambdas of one place in the code have in common; only what they capture is each one's own.
 *
 * <p>The description is its length as a varint, then the nine facts of a {@link SerializedLambda} as strings with their tags,
 * the kind of its method as one byte. Java serialisation carries the same, and takes twenty times as long over it.
 */
final class LambdaShape {
    private static final String FACTORY = "$deserializeLambda$";
    private static final MethodType FACTORY_TYPE = MethodType.methodType(Object.class, SerializedLambda.class);

    private final byte[] description;
    private final Class<?> capturingClass;
    private final SerializedLambda sample;
    private final MethodHandle factory;

    private LambdaShape(byte[] description, Class<?> capturingClass, SerializedLambda sample, MethodHandle factory) {
        this.description = description;
        this.capturingClass = capturingClass;
        this.sample = sample;
        this.factory = factory;
    }

    /** Writes what all lambdas of a place have in common. */
    static byte[] describe(SerializedLambda lambda) {
        EncodeBuffer text = new EncodeBuffer(512);
        Strings.write(lambda.getCapturingClass(), text);
        Strings.write(lambda.getFunctionalInterfaceClass(), text);
        Strings.write(lambda.getFunctionalInterfaceMethodName(), text);
        Strings.write(lambda.getFunctionalInterfaceMethodSignature(), text);
        text.writeByte(lambda.getImplMethodKind());
        Strings.write(lambda.getImplClass(), text);
        Strings.write(lambda.getImplMethodName(), text);
        Strings.write(lambda.getImplMethodSignature(), text);
        Strings.write(lambda.getInstantiatedMethodType(), text);
        return text.toByteArray();
    }

    /** Finds the place that a description names. */
    static LambdaShape read(byte[] bytes, int offset, int length, Decoder decoder) throws ClassNotFoundException {
        ByteSource in = new ByteSource(bytes, offset, length);
        Class<?> capturing = decoder.find(Strings.read(in).replace('/', '.'));
        String interfaceClass = Strings.read(in);
        String interfaceMethod = Strings.read(in);
        String interfaceSignature = Strings.read(in);
        int kind = in.readByte();
        SerializedLambda sample = new SerializedLambda(
                capturing,
                interfaceClass,
                interfaceMethod,
                interfaceSignature,
                kind,
                Strings.read(in),
                Strings.read(in),
                Strings.read(in),
                Strings.read(in),
                new Object[0]);
        return new LambdaShape(
                Arrays.copyOfRange(bytes, offset, offset + length), capturing, sample, factoryOf(capturing));
    }

    private static MethodHandle factoryOf(Class<?> capturing) {
        try {
            Method method = capturing.getDeclaredMethod(FACTORY, SerializedLambda.class);
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method).asType(FACTORY_TYPE);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new DecodingException(
                    "a lambda of " + capturing.getName() + " cannot be made here: " + Failures.describe(e)
                            + "\n  remedy: give both processes the same class path",
                    e);
        }
    }

    boolean isDescribedBy(byte[] bytes, int from, int to) {
        return Arrays.equals(description, 0, description.length, bytes, from, to);
    }

    Class<?> capturingClass() {
        return capturingClass;
    }

    /** Makes a lambda of this place; {@link DecodingException} if the class here has no such place. */
    Object build(@Nullable Object[] captured) {
        SerializedLambda form = new SerializedLambda(
                capturingClass,
                sample.getFunctionalInterfaceClass(),
                sample.getFunctionalInterfaceMethodName(),
                sample.getFunctionalInterfaceMethodSignature(),
                sample.getImplMethodKind(),
                sample.getImplClass(),
                sample.getImplMethodName(),
                sample.getImplMethodSignature(),
                sample.getInstantiatedMethodType(),
                captured);
        try {
            return (Object) factory.invokeExact(form);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new DecodingException(
                    "a " + LambdaText.displayName(form) + " cannot be made here: " + Failures.describe(e)
                            + "\n  remedy: give both processes the same class path",
                    e);
        }
    }

    /** How lambdas of one hidden class are taken apart. */
    static final class Source {
        private static final ClassValue<Source> SOURCES = new ClassValue<>() {
            @Override
            protected Source computeValue(Class<?> type) {
                return new Source(type);
            }
        };

        private final @Nullable MethodHandle writeReplace;
        private volatile byte @Nullable [] description;

        private Source(Class<?> type) {
            // A named module that is open to us here may be closed in the other process.
            this.writeReplace = type.getModule().isNamed() ? null : writeReplace(type);
        }

        private static @Nullable MethodHandle writeReplace(Class<?> type) {
            try {
                Method method = type.getDeclaredMethod("writeReplace");
                method.setAccessible(true);
                return MethodHandles.lookup()
                        .unreflect(method)
                        .asType(MethodType.methodType(Object.class, Object.class));
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null; // Java serialisation tells what is wrong, or goes its own way
            }
        }

        /** The parts of a lambda, or null if it is none, or one that cannot be taken apart here. */
        static @Nullable SerializedLambda formOf(Object value) {
            MethodHandle replace = SOURCES.get(value.getClass()).writeReplace;
            if (replace == null) {
                return null;
            }
            try {
                return (Object) replace.invokeExact(value) instanceof SerializedLambda form ? form : null;
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                throw new EncodingException(
                        "a lambda of " + value.getClass().getName() + " cannot be taken apart: " + Failures.describe(e),
                        e);
            }
        }

        /** The description of all lambdas of a class, of which one is given. */
        static byte[] description(Class<?> type, SerializedLambda form) {
            Source source = SOURCES.get(type);
            byte[] known = source.description;
            if (known == null) {
                known = describe(form);
                source.description = known; // whoever else describes finds the same
            }
            return known;
        }
    }
}
