package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.DecodingException;
import dev.procession.EncodingException;
import dev.procession.RemoteCallable;
import dev.procession.RemoteFunction;
import java.io.ObjectInputFilter;
import java.lang.invoke.SerializedLambda;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Lambdas travel as their place in the code and what they capture. */
@SuppressWarnings("serial") // lambdas that capture lists, which are serialisable as it happens
final class LambdaShapeTest {
    record Point(int x, int y) {}

    @SuppressWarnings("unchecked")
    private static <T> RemoteCallable<T> roundTrip(RemoteCallable<T> lambda) {
        byte[] bytes = Messages.encode(lambda);
        assertThat(bytes[0]).isEqualTo(Tag.LAMBDA);
        return (RemoteCallable<T>) Objects.requireNonNull(Messages.trusting().decode(bytes));
    }

    /** Primitives, texts, records, arrays and null arrive as what they were. */
    @Test
    void whatALambdaCapturesArrives() throws Exception {
        int number = 42;
        long large = 1L << 40;
        double fraction = 0.5;
        boolean truth = true;
        char letter = 'ß';
        String text = "süß";
        Point point = new Point(1, 2);
        int[] array = {1, 2, 3};
        Object nothing = null;
        String result = roundTrip(() -> number + "," + large + "," + fraction + "," + truth + letter + text + point
                        + array[2] + nothing)
                .call();
        assertThat(result).isEqualTo("42,1099511627776,0.5,trueßsüßPoint[x=1, y=2]3null");
    }

    /** A lambda without captures, and a method reference. */
    @Test
    void aLambdaMayCaptureNothing() throws Exception {
        assertThat(roundTrip(() -> "bare").call()).isEqualTo("bare");
        RemoteFunction<String, Integer> length = String::length;
        byte[] bytes = Messages.encode(length);
        assertThat(bytes[0]).isEqualTo(Tag.LAMBDA);
        @SuppressWarnings("unchecked")
        var copy = (RemoteFunction<String, Integer>)
                Objects.requireNonNull(Messages.trusting().decode(bytes));
        assertThat(copy.apply("four")).isEqualTo(4);
    }

    /** A lambda inside a lambda, twice the same one. */
    @Test
    void lambdasNest() throws Exception {
        int base = 20;
        RemoteCallable<Integer> inner = () -> base + 1;
        assertThat(roundTrip(() -> inner.call() + inner.call()).call()).isEqualTo(42);
    }

    /** What was one array is one array, in a lambda and in a lambda inside it. */
    @Test
    void sharedCapturesStayShared() throws Exception {
        int[] cell = {0};
        RemoteCallable<Integer> increment = () -> ++cell[0];
        assertThat(roundTrip(() -> increment.call() + 10 * cell[0]).call()).isEqualTo(11);
    }

    /** Each copy has captures of its own: what one call changes, the next does not see. */
    @Test
    void copiesShareNothing() throws Exception {
        int[] cell = {0};
        RemoteCallable<Integer> increment = () -> ++cell[0];
        byte[] bytes = Messages.encode(increment);
        Decoder decoder = Messages.trusting();
        for (int i = 0; i < 3; i++) {
            assertThat(((RemoteCallable<?>) Objects.requireNonNull(decoder.decode(bytes))).call())
                    .isEqualTo(1);
        }
    }

    /** A capture that has no encoding of ours sends the whole lambda through Java serialisation. */
    @Test
    void otherCapturesGoByJavaSerialisation() throws Exception {
        List<String> list = List.of("a", "b");
        RemoteCallable<Integer> lambda = () -> list.size();
        byte[] bytes = Messages.encode(lambda);
        assertThat(bytes[0]).isEqualTo(Tag.SERIAL);
        assertThat(((RemoteCallable<?>)
                                Objects.requireNonNull(Messages.trusting().decode(bytes)))
                        .call())
                .isEqualTo(2);
    }

    /** A lambda of a type that is not serialisable is refused as before. */
    @Test
    void aPlainLambdaIsRefused() {
        Callable<Integer> plain = () -> 1;
        assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> Messages.encode(plain));
    }

    /** A result that is a lambda is for the filter to judge, by the class that Java serialisation would name. */
    @Test
    void aFilterMayRefuseLambdas() {
        RemoteCallable<Integer> lambda = () -> 1;
        ObjectInputFilter filter = info -> info.serialClass() == SerializedLambda.class
                ? ObjectInputFilter.Status.REJECTED
                : ObjectInputFilter.Status.ALLOWED;
        Decoder strict = new Decoder(Messages.class.getClassLoader(), filter, DecodeLimits.RESULTS);
        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> strict.decode(Messages.encode(lambda)))
                .withMessageContaining("SerializedLambda");
    }

    /** A filter is asked about the lambda itself too, whatever encoding its captures allow. */
    @Test
    void aFilterMayRefuseTheClassOfALambda() {
        List<String> list = List.of("a");
        RemoteCallable<Integer> compact = () -> 1;
        RemoteCallable<Integer> serial = () -> list.size();
        ObjectInputFilter filter = info -> {
            Class<?> type = info.serialClass();
            return type != null && type.isHidden()
                    ? ObjectInputFilter.Status.REJECTED
                    : ObjectInputFilter.Status.ALLOWED;
        };
        Decoder strict = new Decoder(Messages.class.getClassLoader(), filter, DecodeLimits.RESULTS);
        for (RemoteCallable<Integer> lambda : List.of(compact, serial)) {
            assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> strict.decode(Messages.encode(lambda)));
        }
    }

    /** By default, results may not be lambdas: they are code that somebody else chose. */
    @Test
    void resultsAreNoLambdas() {
        RemoteCallable<Integer> lambda = () -> 1;
        Decoder results = Messages.suspicious(LambdaShapeTest.class, DecodeLimits.RESULTS);
        assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> results.decode(Messages.encode(lambda)));
    }

    /** A place that the class here does not have, because it is of another version, is said to be missing. */
    @Test
    void anotherVersionOfTheClassIsTold() {
        RemoteCallable<Integer> lambda = () -> 1;
        byte[] bytes = Messages.encode(lambda);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int name = text.indexOf("lambda$anotherVersion");
        bytes[name + 7] = 'X';
        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> Messages.trusting().decode(bytes))
                .withMessageContaining("same class path");
    }

    /** Places are kept apart, in whatever order they come. */
    @Test
    void manyPlacesAreKeptApart() throws Exception {
        Decoder decoder = Messages.trusting();
        List<RemoteCallable<Integer>> places = List.of(() -> 1, () -> 2, () -> 3, () -> 4);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < places.size(); i++) {
                Object copy = Objects.requireNonNull(decoder.decode(Messages.encode(places.get(i))));
                assertThat(((RemoteCallable<?>) copy).call()).isEqualTo(i + 1);
            }
        }
    }
}
