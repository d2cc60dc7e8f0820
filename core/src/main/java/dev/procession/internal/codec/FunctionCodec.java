package dev.procession.internal.codec;

import dev.procession.DecodingException;
import dev.procession.EncodingException;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Encodes functions, lambdas above all, and tells their names and where their code comes from. */
public final class FunctionCodec {
    private static final int USUAL_BYTES = 1024;

    private FunctionCodec() {}

    /**
     * Encodes a function with all that it captures.
     *
     * @param function a serialisable lambda, method reference or object
     * @return its bytes and its name
     * @throws EncodingException if it is not serialisable or captures what is not, with the path of fields and advice
     */
    public static EncodedFunction encode(Object function) {
        EncodeBuffer out = new EncodeBuffer(USUAL_BYTES);
        Encoder.encode(function, out);
        return new EncodedFunction(out.toByteArray(), displayName(function));
    }

    /**
     * Decodes a function in the process that is to run it. No filter: that process was started by the sender.
     *
     * @param function the bytes
     * @param loader where its classes are, in a child the system class loader
     * @return a copy of the function, with captured state of its own
     * @throws DecodingException if a class is missing or fails
     */
    public static Object decode(byte[] function, ClassLoader loader) {
        Object decoded = Decoder.trusting(loader).decode(function);
        if (decoded == null) {
            throw new DecodingException("a function was expected, and null was sent", null);
        }
        return decoded;
    }

    /**
     * Names a function.
     *
     * @param function a lambda, method reference or object
     * @return such as {@code Pdf::text}, {@code lambda in Main.main}, or the simple name of its class
     */
    public static String displayName(Object function) {
        return Traits.of(function).displayName;
    }

    /**
     * Returns the classes whose jars and folders are a function's own code, for {@link ResultFilter#forClasses}.
     *
     * @param function a lambda, method reference or object
     * @return its class, and for a method reference also the class whose method it is
     */
    public static List<Class<?>> codeOf(Object function) {
        return Traits.of(function).code;
    }

    /**
     * What all functions of one class have in common: every lambda and method reference in a program has a class of
     * its own. To find it out takes longer than to encode the function, so it is kept with the class.
     */
    private record Traits(String displayName, List<Class<?>> code) {
        private static final ClassValue<AtomicReference<@Nullable Traits>> KNOWN = new ClassValue<>() {
            @Override
            protected AtomicReference<@Nullable Traits> computeValue(Class<?> type) {
                return new AtomicReference<>();
            }
        };

        static Traits of(Object function) {
            AtomicReference<@Nullable Traits> place = KNOWN.get(function.getClass());
            Traits known = place.get();
            if (known == null) {
                known = examine(function);
                place.set(known); // whoever else examines finds the same
            }
            return known;
        }

        private static Traits examine(Object function) {
            Class<?> type = function.getClass();
            SerializedLambda lambda = ReplacementProbe.lambda(function);
            if (lambda == null) {
                return new Traits(nameOf(type), List.of(type));
            }
            Class<?> implementation = find(lambda.getImplClass(), type.getClassLoader());
            return new Traits(
                    LambdaText.displayName(lambda),
                    implementation == null ? List.of(type) : List.of(type, implementation));
        }

        private static String nameOf(Class<?> type) {
            if (type.isHidden()) {
                return FieldPath.nameOf(type);
            }
            String simple = type.getSimpleName();
            return simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
        }

        private static @Nullable Class<?> find(String internalName, @Nullable ClassLoader loader) {
            try {
                return Class.forName(internalName.replace('/', '.'), false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                return null; // then its results are judged without it
            }
        }
    }
}
