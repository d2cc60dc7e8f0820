package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.DecodingException;
import dev.procession.EncodingException;
import dev.procession.RemoteBiFunction;
import dev.procession.RemoteCallable;
import dev.procession.RemoteFunction;
import dev.procession.RemoteRunnable;
import dev.procession.RemoteTask;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Functions travel by their bytes, and have names. */
@SuppressWarnings("serial") // lambdas that reach into their test
final class FunctionCodecTest {
    private static final RemoteCallable<String> IN_STATIC = () -> "static";

    private final RemoteCallable<String> inConstructor = () -> "constructor";

    static final class Pdf {
        private Pdf() {}

        static String text(String path) throws IOException {
            if (path.isEmpty()) {
                throw new IOException("no path");
            }
            return "text of " + path;
        }
    }

    record Add(int increment) implements RemoteFunction<Integer, Integer> {
        @Override
        public Integer apply(Integer argument) {
            return argument + increment;
        }
    }

    /** Lambdas are named after the method they are in, references after what they refer to, objects after the class. */
    @Test
    void displayNames() {
        RemoteFunction<String, String> reference = Pdf::text;
        RemoteFunction<String, Integer> ofJdk = String::length;
        RemoteFunction<String, StringBuilder> constructor = StringBuilder::new;
        RemoteTask lambda = () -> {};
        RemoteRunnable twice = () -> ((RemoteRunnable) () -> {}).run();
        RemoteBiFunction<Integer, Integer, Integer> sum = Integer::sum;
        RemoteFunction<Integer, Integer> anonymous = new RemoteFunction<>() {
            @java.io.Serial
            private static final long serialVersionUID = 1L;

            @Override
            public Integer apply(Integer argument) {
                return argument;
            }
        };
        assertThat(FunctionCodec.displayName(reference)).isEqualTo("Pdf::text");
        assertThat(FunctionCodec.displayName(ofJdk)).isEqualTo("String::length");
        assertThat(FunctionCodec.displayName(constructor)).isEqualTo("StringBuilder::new");
        assertThat(FunctionCodec.displayName(sum)).isEqualTo("Integer::sum");
        assertThat(FunctionCodec.displayName(lambda)).isEqualTo("lambda in FunctionCodecTest.displayNames");
        assertThat(FunctionCodec.displayName(twice)).isEqualTo("lambda in FunctionCodecTest.displayNames");
        assertThat(FunctionCodec.displayName(IN_STATIC))
                .isEqualTo("lambda in the static initialiser of FunctionCodecTest");
        assertThat(FunctionCodec.displayName(inConstructor))
                .isEqualTo("lambda in the constructor of FunctionCodecTest");
        assertThat(FunctionCodec.displayName(new Add(1))).isEqualTo("Add");
        assertThat(FunctionCodec.displayName(anonymous)).isEqualTo("FunctionCodecTest$1");
        Runnable plain = () -> {};
        assertThat(FunctionCodec.displayName(plain))
                .isEqualTo("a lambda written in " + FunctionCodecTest.class.getName());
    }

    /** A function that throws a checked exception runs after the journey. */
    @Test
    void roundTrip() throws Exception {
        RemoteFunction<String, String> function = Pdf::text;
        RemoteFunction<String, String> copy = copy(function);
        assertThat(copy.apply("a.pdf")).isEqualTo("text of a.pdf");
        assertThatThrownBy(() -> copy.apply("")).isInstanceOf(IOException.class);
        RemoteFunction<Integer, Integer> add = copy(new Add(3));
        assertThat(add.apply(4)).isEqualTo(7);
    }

    /** One lambda with equal captures is one function, with others another. */
    @Test
    void equalBytesAreOneFunction() {
        EncodedFunction one = FunctionCodec.encode(adding(1));
        EncodedFunction same = FunctionCodec.encode(adding(1));
        EncodedFunction other = FunctionCodec.encode(adding(2));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(one)
                .hasToString("EncodedFunction[lambda in FunctionCodecTest.adding, " + one.bytes().length + " bytes]");
    }

    /** A lambda through a variable of type ExecutorService is refused with advice. */
    @Test
    void lambdaForAnExecutorService() throws Exception {
        AtomicReference<Callable<?>> given = new AtomicReference<>();
        try (ExecutorService pool =
                new java.util.concurrent.ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        java.util.concurrent.TimeUnit.SECONDS,
                        new java.util.concurrent.LinkedBlockingQueue<>()) {
                    @Override
                    public <T> java.util.concurrent.Future<T> submit(Callable<T> task) {
                        given.set(task);
                        return super.submit(task);
                    }
                }) {
            assertThat(pool.submit(() -> "x").get()).isEqualTo("x");
        }
        assertThatThrownBy(() -> FunctionCodec.encode(Objects.requireNonNull(given.get())))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("declare the variable or parameter as RemoteCallable")
                .hasMessageContaining("ProcessPool rather than ExecutorService");
    }

    /** The code of a method reference is where it is written and where the method is. */
    @Test
    void codeOfFunctions() {
        RemoteFunction<String, Integer> reference = String::length;
        assertThat(FunctionCodec.codeOf(reference)).contains(reference.getClass(), String.class);
        assertThat(FunctionCodec.codeOf(new Add(1))).containsExactly(Add.class);
        RemoteFunction<Integer, Integer> own = adding(1);
        Decoder results = new Decoder(
                FunctionCodecTest.class.getClassLoader(),
                ResultFilter.forClasses(FunctionCodec.codeOf(own)),
                DecodeLimits.RESULTS);
        assertThat(results.decode(Messages.encode(new Add(5)))).isEqualTo(new Add(5));
    }

    @Test
    void nothingIsNoFunction() {
        assertThatThrownBy(() -> FunctionCodec.decode(Messages.encode(null), ClassLoader.getSystemClassLoader()))
                .isInstanceOf(DecodingException.class);
    }

    private static RemoteFunction<Integer, Integer> adding(int increment) {
        return number -> number + increment;
    }

    @SuppressWarnings("unchecked")
    private static <F> F copy(F function) {
        return (F) FunctionCodec.decode(FunctionCodec.encode(function).bytes(), ClassLoader.getSystemClassLoader());
    }
}
