package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import dev.procession.RemoteCallable;
import dev.procession.RemoteFunction;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java serialisation can do, it still can; what it cannot do fails in the caller. */
@SuppressWarnings("serial") // lambdas that reach into their test
final class JavaSerialisationTest {
    private static final class Plain {}

    private record PlainRecord(List<String> lines) {}

    private static final class Single implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final Single INSTANCE = new Single();

        @Serial
        private Object readResolve() {
            return INSTANCE;
        }
    }

    private static final class Refusing implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Throwable answer;

        Refusing(Throwable answer) {
            this.answer = answer;
        }

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            switch (answer) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> out.defaultWriteObject();
            }
        }
    }

    static int twice(int number) {
        return 2 * number;
    }

    /** A lambda comes back with a copy of what it captured. */
    @Test
    void lambda() throws Exception {
        int[] captured = {3};
        RemoteFunction<Integer, Integer> sum = number -> number + captured[0];
        byte[] message = Messages.encode(sum);
        captured[0] = 100;
        @SuppressWarnings("unchecked")
        var copy = (RemoteFunction<Integer, Integer>) Objects.requireNonNull(Messages.decode(message));
        assertThat(copy.apply(4)).isEqualTo(7);
    }

    /** A method reference comes back. */
    @Test
    void methodReference() throws Exception {
        RemoteFunction<Integer, Integer> function = JavaSerialisationTest::twice;
        @SuppressWarnings("unchecked")
        var copy = (RemoteFunction<Integer, Integer>) Messages.copy(function);
        assertThat(copy.apply(4)).isEqualTo(8);
    }

    /** A lambda that captures what is not serialisable is refused. */
    @Test
    void lambdaThatCapturesTooMuch() {
        Plain plain = new Plain();
        RemoteCallable<String> task = plain::toString;
        refused(task, "captured value #1 (" + Plain.class.getName() + ")");
    }

    /** A lambda of a type that is not serialisable is refused, with advice. */
    @Test
    void plainLambda() {
        Callable<String> task = () -> "x";
        assertThatThrownBy(() -> Messages.encode(task))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("a lambda written in " + JavaSerialisationTest.class.getName())
                .hasMessageContaining("RemoteCallable")
                .hasMessageContaining("ProcessPool rather than ExecutorService");
    }

    /** Plain classes and records, and those of the JDK that are not serialisable, are refused by name. */
    @Test
    void notSerialisable() {
        refused(new Plain(), Plain.class.getName());
        refused(new PlainRecord(List.of("a")), "let the record implement java.io.Serializable");
        refused(new ArrayList<>(List.of(1, 2, 3)).subList(0, 2), "java.util.ArrayList$SubList");
        refused(Optional.of(1), "java.util.Optional");
        refused(ByteBuffer.allocateDirect(8), "java.nio.DirectByteBuffer");
        refused(Thread.currentThread(), "java.lang.Thread");
        try (Arena arena = Arena.ofConfined()) {
            refused(arena.allocate(8), "jdk.internal.foreign");
        }
    }

    /** Enums with bodies stay the constants they are. */
    @Test
    void enumWithBody() {
        assertThat(Messages.roundTrip(Samples.Direction.DOWN)).isSameAs(Samples.Direction.DOWN);
    }

    /** Both ways of writing a sealed type's records give equal records. */
    @Test
    void sealed() {
        Samples.Shape circle = new Samples.Circle(1.5);
        Samples.Shape square = new Samples.Square(2, List.of("a"));
        assertThat(Messages.roundTrip(circle)).isEqualTo(circle);
        assertThat(Messages.roundTrip(square)).isEqualTo(square);
    }

    /** A circle stays closed. */
    @Test
    void cyclic() {
        Samples.Link copy = (Samples.Link) Messages.copy(Samples.cycle());
        assertThat(Objects.requireNonNull(copy.next).next).isSameAs(copy);
    }

    /** readResolve has the last word. */
    @Test
    void readResolveSingleton() {
        assertThat(Messages.roundTrip(Single.INSTANCE)).isSameAs(Single.INSTANCE);
    }

    /** Wrapped collections, enum maps, numbers in boxes, addresses. */
    @Test
    void valuesOfTheJdk() {
        List<String> list = Collections.unmodifiableList(new ArrayList<>(List.of("a")));
        EnumMap<Samples.Direction, Integer> map = new EnumMap<>(Map.of(Samples.Direction.UP, 1));
        assertThat(Messages.roundTrip(list)).isEqualTo(list).hasSameClassAs(list);
        assertThat(Messages.roundTrip(map)).isEqualTo(map);
        assertThat(((Pattern) Messages.copy(Pattern.compile("a+b"))).pattern()).isEqualTo("a+b");
        assertThat(((AtomicInteger) Messages.copy(new AtomicInteger(5))).get()).isEqualTo(5);
        assertThat(Messages.roundTrip(URI.create("a:b"))).isEqualTo(URI.create("a:b"));
    }

    /** A chain of 20,000 objects is refused as too deep, and one of 200 is not. */
    @Test
    void deepChain() {
        assertThat(((Samples.Link) Messages.copy(Samples.Link.chain(200))).number)
                .isEqualTo(1);
        assertThatThrownBy(() -> Messages.encode(Samples.Link.chain(20_000)))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("too deep")
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    /** What a writeObject throws is the cause, be it an error, and the buffer is as before. */
    @ParameterizedTest
    @ValueSource(classes = {IOException.class, IllegalStateException.class, AssertionError.class, LinkageError.class})
    void throwingWriteObject(Class<? extends Throwable> type) throws ReflectiveOperationException {
        Throwable answer = type.getConstructor().newInstance();
        EncodeBuffer out = new EncodeBuffer(64);
        assertThatThrownBy(() -> Encoder.encode(List.of(new Refusing(answer)), out))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining(type.getName())
                .hasCause(answer);
        assertThat(out.size()).isZero();
    }

    /** Want of memory is not turned into something else. */
    @Test
    void outOfMemoryStaysWhatItIs() {
        OutOfMemoryError error = new OutOfMemoryError("pretended");
        assertThatThrownBy(() -> Messages.encode(new Refusing(error))).isSameAs(error);
    }

    private static void refused(Object value, String part) {
        assertThatThrownBy(() -> Messages.encode(value))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining(part)
                .hasMessageContaining("is not Serializable")
                .hasMessageContaining("effect: nothing was sent")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())
                                .lines()
                                .findFirst()
                                .orElseThrow())
                        .endsWith(" [PRC-303]"));
    }
}
