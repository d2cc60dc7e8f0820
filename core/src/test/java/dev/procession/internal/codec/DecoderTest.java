package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.DecodingException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which classes a decoder finds, and what it makes of those that fail. */
@SuppressWarnings("JavaUtilDate") // as a class that is easy to refuse
final class DecoderTest {
    private static boolean strict;

    record Positive(int value) {
        Positive {
            if (strict && value <= 0) {
                throw new IllegalArgumentException("not positive: " + value);
            }
        }
    }

    record Pair(String left, String right) {}

    record Other(String left, String light) {}

    interface Greeter {
        String greet();
    }

    private record Greeting(String text) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            return text;
        }
    }

    private static final class Swallowing implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // it always is
        private final Object inner;

        Swallowing(Serializable inner) {
            this.inner = List.of(inner);
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            try {
                in.defaultReadObject();
            } catch (IOException e) {
                // as if nothing had happened
            }
        }

        @Override
        public String toString() {
            return String.valueOf(inner);
        }
    }

    private static final class Bad implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void readObject(ObjectInputStream in) {
            throw new AssertionError("bad");
        }
    }

    /** Primitives, arrays of them, and class literals are found by every loader. */
    @Test
    void classLiterals() {
        for (Class<?> type :
                List.of(int.class, void.class, int[][].class, String[].class, DecoderTest.class, List.class)) {
            assertThat(Messages.roundTrip(type)).isSameAs(type);
        }
    }

    /** A trusted sender's proxies are rebuilt with the decoder's loader. */
    @Test
    void proxies() {
        Greeter greeter = (Greeter) Proxy.newProxyInstance(
                DecoderTest.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Greeting("hello"));
        assertThat(((Greeter) Messages.copy(greeter)).greet()).isEqualTo("hello");
    }

    /** A class that is not here is named, in both encodings. */
    @Test
    void absentClass() {
        Decoder bare = Decoder.trusting(ClassLoader.getPlatformClassLoader());
        refused(bare, Messages.encode(new Pair("a", "b")), "class " + Pair.class.getName());
        refused(bare, Messages.encode(Samples.Link.chain(1)), "class " + Samples.Link.class.getName());
    }

    /** A record that has other components here is not filled by guess. */
    @Test
    void changedRecord() {
        byte[] message = renamed(Messages.encode(new Pair("a", "b")), "DecoderTest$Pair", "right", "rihgt");
        refused(Messages.trusting(), message, "other components here");
        byte[] noRecord = renamed(
                Messages.encode(new Pair("a", "b")), "DecoderTest$Pair", "DecoderTest$Pair", "DecoderTest$Bad\0");
        refused(Messages.trusting(), noRecord, "not found here");
        byte[] text =
                renamed(Messages.encode(new Other("a", "b")), "DecoderTest$Other", Other.class.getName(), shortened());
        refused(Messages.trusting(), text, "as a record, which it is not");
    }

    /** What a canonical constructor throws is the cause. */
    @Test
    void constructorThatRefuses() {
        byte[] message = Messages.encode(new Positive(-1));
        strict = true;
        try {
            refused(Messages.trusting(), message, "not positive: -1");
        } finally {
            strict = false;
        }
    }

    /** An error out of a readObject is an exception here: it was the sender's choice to run that. */
    @Test
    void readObjectThatFails() {
        byte[] message = Messages.encode(new Bad());
        assertThatThrownBy(() -> Messages.trusting().decode(message))
                .isInstanceOf(DecodingException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    /** A refusal cannot be caught away by a readObject. */
    @Test
    void refusalIsFinal() {
        ObjectInputFilter filter = info -> info.serialClass() == java.util.Date.class
                ? ObjectInputFilter.Status.REJECTED
                : ObjectInputFilter.Status.ALLOWED;
        Decoder decoder = new Decoder(DecoderTest.class.getClassLoader(), filter, DecodeLimits.RESULTS);
        refused(
                decoder,
                Messages.encode(new Swallowing(new java.util.Date(0))),
                "class java.util.Date is not accepted");
    }

    /** A filter that throws refuses. */
    @Test
    void throwingFilter() {
        Decoder decoder = new Decoder(
                DecoderTest.class.getClassLoader(),
                info -> {
                    throw new IllegalStateException("filter broke");
                },
                DecodeLimits.RESULTS);
        refused(decoder, Messages.encode(new Pair("a", "b")), "filter broke");
        refused(decoder, Messages.encode(Samples.Link.chain(1)), "filter broke");
    }

    /** The second message of a kind takes the remembered classes, and still asks the filter. */
    @Test
    void remembersAndStillAsks() {
        boolean[] open = {true};
        Decoder decoder = new Decoder(
                DecoderTest.class.getClassLoader(),
                info -> open[0] ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED,
                DecodeLimits.RESULTS);
        byte[] message = Messages.encode(new Pair("a", "b"));
        assertThat(decoder.decode(message)).isEqualTo(new Pair("a", "b"));
        assertThat(decoder.decode(message)).isEqualTo(new Pair("a", "b"));
        open[0] = false;
        refused(decoder, message, "class " + Pair.class.getName() + " is not accepted");
    }

    /** A name of the same length for a class that is here and no record. */
    private static String shortened() {
        String wanted = "dev.procession.internal.codec.";
        int length = Other.class.getName().length() - wanted.length();
        return List.of(DecoderTest.class, Samples.class, ThrowAway.class, Greeter.class, Bad.class, Swallowing.class)
                .stream()
                .map(type -> type.getName().substring(wanted.length()))
                .filter(name -> name.length() == length)
                .map(wanted::concat)
                .findFirst()
                .orElse("[".repeat(Other.class.getName().length() - 1) + "I");
    }

    /** Replaces a text by one of the same length, after a check that this is the message meant. */
    private static byte[] renamed(byte[] message, String known, String from, String to) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(known).contains(from);
        assertThat(to).hasSameSizeAs(from);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void refused(Decoder decoder, byte[] message, String part) {
        assertThatThrownBy(() -> decoder.decode(message))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(part);
    }
}
