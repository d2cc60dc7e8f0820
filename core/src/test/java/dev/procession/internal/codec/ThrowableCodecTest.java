package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.procession.DecodingException;
import dev.procession.RemoteFailure;
import dev.procession.RemoteOrigin;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Exceptions arrive: as themselves where that is possible, else as stand-ins that say all the same. */
final class ThrowableCodecTest {
    private static class Carrying extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"}) // the subject
        private final @Nullable Object cargo;

        Carrying(@Nullable Object cargo, @Nullable Throwable cause) {
            super("carrying", cause);
            this.cargo = cargo;
        }
    }

    private static final class Hostile extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"}) // keeps the object from being sent
        private final Object cargo = new Object();

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message for you");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new LinkageError("no cause either");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new StackOverflowError();
        }
    }

    private static final class Unreadable extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("cannot be read");
        }
    }

    private static final class Unsuppressing extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        Unsuppressing(String message) {
            super(message, null, false, true);
        }
    }

    /** Class, message, stack, cause and suppressed are the same, and the origin is said. */
    @Test
    void rebuilt() {
        IOException original = new IOException("outer", new IllegalStateException("inner"));
        original.addSuppressed(new ArithmeticException("aside"));
        Throwable copy = roundTrip(original);
        assertThat(copy)
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("outer")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(copy.getSuppressed()).hasSize(2);
        assertThat(copy.getSuppressed()[0]).isExactlyInstanceOf(ArithmeticException.class);
        assertThat(copy.getSuppressed()[1]).isInstanceOfSatisfying(RemoteOrigin.class, origin -> {
            assertThat(origin).hasMessage("thrown in process pdf-3 (pid 20113), heap 96 of 256 MiB");
            assertThat(origin.worker()).isEqualTo("pdf-3");
            assertThat(origin.pid()).isEqualTo(20113);
            assertThat(origin.getStackTrace()).isEmpty();
        });
    }

    /** Errors of the VM are themselves, with their stacks. */
    @Test
    void errors() {
        StackOverflowError overflow = catchOverflow();
        Throwable copy = roundTrip(overflow);
        assertThat(copy).isExactlyInstanceOf(StackOverflowError.class);
        assertThat(copy.getStackTrace()).hasSize(1024);
        assertThat(roundTrip(new OutOfMemoryError("Java heap space")))
                .isExactlyInstanceOf(OutOfMemoryError.class)
                .hasMessage("Java heap space");
    }

    /** The message that the VM computes for a null, only where it was thrown, arrives; also deeper down. */
    @Test
    void helpfulNullPointerMessage() {
        NullPointerException original = catchNull();
        String message = original.getMessage();
        assertThat(message).contains("Cannot invoke");
        Throwable copy = roundTrip(original);
        assertThat(copy).isExactlyInstanceOf(NullPointerException.class).hasMessage(message);
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(roundTrip(new RuntimeException("around", original)).getCause())
                .hasMessage(message);
        NullPointerException circle = catchNull();
        circle.addSuppressed(new RuntimeException("around", circle));
        Throwable closed = roundTrip(circle);
        assertThat(closed.getSuppressed()[0].getCause()).isSameAs(closed);
    }

    /** A class that is not on this side gives a stand-in with name, message, stack, cause and reason. */
    @Test
    void absentClass() throws Exception {
        Throwable original = new ThrowAway()
                .exceptionClass("com.acme.GoneException", "gone.jar")
                .getConstructor(String.class)
                .newInstance("it is gone");
        original.initCause(new IOException("below"));
        original.addSuppressed(new IllegalStateException("beside"));
        Throwable copy = roundTrip(original);
        assertThat(copy).isInstanceOfSatisfying(RemoteFailure.class, failure -> {
            assertThat(failure.className()).isEqualTo("com.acme.GoneException");
            assertThat(failure.originalMessage()).contains("it is gone");
            assertThat(failure.reason())
                    .contains("class com.acme.GoneException")
                    .contains("not found here");
            assertThat(failure).hasMessageStartingWith("com.acme.GoneException: it is gone (stand-in: ");
        });
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(copy.getCause())
                .isInstanceOf(RemoteFailure.class)
                .hasMessageStartingWith("java.io.IOException: below");
        assertThat(copy.getSuppressed()).hasSize(2);
        assertThat(copy.getSuppressed()[0]).isInstanceOf(RemoteFailure.class);
        assertThat(copy.getSuppressed()[1]).isInstanceOf(RemoteOrigin.class);
    }

    /** A refused class, one that cannot be read, and one that could not be written. */
    @Test
    void otherReasons() {
        assertThat(reason(new javax.management.JMException("x")))
                .contains("javax.management.JMException is not accepted");
        assertThat(reason(new Unreadable("x"))).contains("cannot be read");
        assertThat(reason(new Carrying(new Object(), null)))
                .contains("field cargo (java.lang.Object) is not Serializable");
        Throwable deep = new RuntimeException("bottom");
        for (int i = 0; i < 20_000; i++) {
            deep = new RuntimeException("level " + i, deep);
        }
        assertThat(reason(deep)).contains("too deep");
    }

    /** Methods that throw cost what they would have told, and nothing else. */
    @Test
    void hostileMethods() {
        Throwable copy = roundTrip(new RuntimeException("around", new Hostile()));
        assertThat(copy).isInstanceOf(RemoteFailure.class).hasMessageStartingWith("java.lang.RuntimeException: around");
        assertThat(copy.getCause())
                .hasMessageStartingWith(
                        Hostile.class.getName() + ": its getMessage() threw java.lang.IllegalStateException");
    }

    /** Circles are cut in stand-ins; long chains, messages and stacks are shortened. */
    @Test
    void boundsOfTheDescription() {
        Carrying first = new Carrying(new Object(), null);
        Carrying second = new Carrying(new Object(), first);
        first.addSuppressed(second);
        Throwable cut = roundTrip(first);
        assertThat(cut.getSuppressed()[0].getCause()).isNull();
        Throwable chain = new Carrying(new Object(), null);
        for (int i = 0; i < 200; i++) {
            chain = new RuntimeException("x".repeat(100_000), chain);
            chain.setStackTrace(manyFrames());
        }
        Throwable copy = roundTrip(chain);
        assertThat(lengthOf(copy)).isEqualTo(64);
        assertThat(copy.getStackTrace()).hasSize(1024);
        assertThat(((RemoteFailure) copy).originalMessage().orElseThrow())
                .hasSizeLessThan(66_000)
                .endsWith("... (100000 chars)");
    }

    /** What is written when memory is short: less, and still readable. */
    @Test
    void leanDescription() {
        Throwable chain = new IOException("x".repeat(5_000));
        for (int i = 0; i < 10; i++) {
            chain = new IOException("level " + i, chain);
        }
        chain.setStackTrace(manyFrames());
        EncodeBuffer out = new EncodeBuffer(64);
        ThrowableDescription.write(chain, out, ThrowableDescription.LEAN);
        RemoteFailure copy = ThrowableDescription.read(new ByteSource(out.array(), 0, out.size()))
                .standIn("memory");
        assertThat(copy.className()).isEqualTo("java.io.IOException");
        assertThat(copy.getStackTrace()).isEqualTo(Arrays.copyOf(manyFrames(), 32));
        assertThat(lengthOf(copy)).isEqualTo(4);
    }

    /** With no memory at all the name is left, and an error of the VM is still that error. */
    @Test
    void nameOnly() {
        assertThat(nameOnly(new OutOfMemoryError("x"))).isExactlyInstanceOf(OutOfMemoryError.class);
        assertThat(nameOnly(new StackOverflowError())).isExactlyInstanceOf(StackOverflowError.class);
        assertThat(nameOnly(new IOException("x"))).isInstanceOfSatisfying(RemoteFailure.class, failure -> {
            assertThat(failure.className()).isEqualTo("java.io.IOException");
            assertThat(failure.reason()).isEqualTo("exhausted");
        });
    }

    private static Throwable nameOnly(Throwable failure) {
        EncodeBuffer out = new EncodeBuffer(64);
        ThrowableDescription.writeName(failure, out);
        return ThrowableDescription.read(new ByteSource(out.array(), 0, out.size()))
                .errorOrStandIn("exhausted");
    }

    /** Cut off, bits turned around: an exception or a DecodingException, nothing else. */
    @Test
    void damaged() {
        long seed = Messages.seed();
        Random random = new Random(seed);
        for (Throwable original : new Throwable[] {
            new IOException("m", new RuntimeException("c")), new Carrying(new Object(), new IOException("c"))
        }) {
            original.setStackTrace(Arrays.copyOf(original.getStackTrace(), 3));
            byte[] message = encode(original);
            for (int length = 0; length < message.length; length++) {
                survives(Arrays.copyOf(message, length), "prefix of " + length);
            }
            for (int i = 0; i < 1_000; i++) {
                byte[] flipped = message.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                survives(flipped, "seed " + seed + ", round " + i);
            }
            assertThatThrownBy(() -> decode(new byte[] {1, 0, 0}, Messages.suspicious()))
                    .isInstanceOf(DecodingException.class);
        }
    }

    /** Exceptions that suppress suppression are left as they are. */
    @Test
    void suppressionDisabled() {
        Throwable original = new Unsuppressing("m");
        Throwable copy = roundTrip(original);
        assertThat(copy).hasSameClassAs(original);
        assertThat(copy.getSuppressed()).isEmpty();
    }

    private static void survives(byte[] message, String which) {
        try {
            decode(message, Messages.suspicious());
        } catch (DecodingException e) {
            assertThat(e.id()).isEqualTo("PRC-304");
        } catch (Throwable e) {
            fail(which, e);
        }
    }

    private static String reason(Throwable original) {
        Throwable copy = roundTrip(original);
        assertThat(copy).isInstanceOf(RemoteFailure.class);
        return ((RemoteFailure) copy).reason();
    }

    private static Throwable roundTrip(Throwable original) {
        return decode(encode(original), Messages.suspicious());
    }

    private static byte[] encode(Throwable original) {
        EncodeBuffer out = new EncodeBuffer(64);
        ThrowableCodec.encode(original, out);
        return out.toByteArray();
    }

    private static Throwable decode(byte[] message, Decoder decoder) {
        return ThrowableCodec.decode(message, 0, message.length, decoder, "pdf-3", 20113, "96 of 256 MiB");
    }

    private static int lengthOf(Throwable chain) {
        int length = 0;
        for (Throwable at = chain; at != null; at = at.getCause()) {
            length++;
        }
        return length;
    }

    private static StackTraceElement[] manyFrames() {
        StackTraceElement[] frames = new StackTraceElement[3_000];
        Arrays.setAll(frames, i -> new StackTraceElement("com.acme.C" + i / 10, "m" + i, null, i));
        return frames;
    }

    private static NullPointerException catchNull() {
        try {
            String nothing = System.getProperty("procession.no.such.property");
            throw new AssertionError("not null: " + nothing.length());
        } catch (NullPointerException e) {
            return e;
        }
    }

    private static StackOverflowError catchOverflow() {
        try {
            endless(1);
        } catch (StackOverflowError e) {
            return e;
        }
        throw new AssertionError("no error");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int depth) {
        return 1 + endless(depth + 1);
    }
}
