package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.procession.DecodingException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, they give a value or a {@link DecodingException}. */
final class DamagedMessageTest {
    /** No message is another one cut off. */
    @Test
    void everyPrefixIsRefused() {
        for (Map.Entry<String, Object> sample : Samples.ofEachKind().entrySet()) {
            byte[] message = Messages.encode(sample.getValue());
            for (int length = 0; length < message.length; length++) {
                byte[] prefix = Arrays.copyOf(message, length);
                assertThatThrownBy(() -> Messages.suspicious().decode(prefix))
                        .as("%s, %d of %d bytes", sample.getKey(), length, message.length)
                        .isInstanceOf(DecodingException.class)
                        .hasMessageContaining("[PRC-304]");
            }
        }
    }

    /** One to three bits turned around, in messages of each kind. */
    @Test
    void flippedBits() {
        long seed = Messages.seed();
        Random random = new Random(seed);
        int refused = 0;
        for (Map.Entry<String, Object> sample : Samples.ofEachKind().entrySet()) {
            byte[] message = Messages.encode(sample.getValue());
            for (int i = 0; i < 500; i++) {
                byte[] damaged = message.clone();
                for (int flips = random.nextInt(3); flips >= 0; flips--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                refused += survives(damaged, "seed " + seed + ", " + sample.getKey() + ", round " + i) ? 1 : 0;
            }
        }
        assertThat(refused).as("seed %d: damage is noticed at all", seed).isPositive();
    }

    /** Bytes that never were a message; half of them begin with a tag. */
    @Test
    void garbage() {
        long seed = Messages.seed();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            if (garbage.length > 0 && random.nextBoolean()) {
                garbage[0] = (byte) (1 + random.nextInt(Tag.SERIAL));
            }
            survives(garbage, "seed " + seed + ", round " + i);
        }
    }

    /** A message ends where it ends. */
    @Test
    void bytesAfterTheEnd() {
        for (Map.Entry<String, Object> sample : Samples.ofEachKind().entrySet()) {
            byte[] message = Messages.encode(sample.getValue());
            byte[] longer = Arrays.copyOf(message, message.length + 1);
            assertThatThrownBy(() -> Messages.trusting().decode(longer))
                    .as(sample.getKey())
                    .isInstanceOf(DecodingException.class)
                    .hasMessageContaining("1 bytes follow its end");
        }
    }

    /** A part of a larger array is read from its place, and no byte around it. */
    @Test
    void messageInsideAnArray() {
        byte[] message = Messages.encode("inside");
        byte[] around = new byte[message.length + 20];
        Arrays.fill(around, (byte) -1);
        System.arraycopy(message, 0, around, 10, message.length);
        assertThat(Messages.trusting().decode(around, 10, message.length)).isEqualTo("inside");
        assertThatThrownBy(() -> Messages.trusting().decode(around, 10, message.length - 1))
                .isInstanceOf(DecodingException.class);
    }

    /** Whether it was refused; anything but a value or a DecodingException fails the test. */
    private static boolean survives(byte[] message, String which) {
        try {
            Messages.suspicious().decode(message);
            return false;
        } catch (DecodingException e) {
            return true;
        } catch (Throwable e) {
            return fail(which + ": " + Arrays.toString(message), e);
        }
    }
}
