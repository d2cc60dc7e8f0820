package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How members and objects are named in words and in texts. */
final class NamesTest {
    /** Zero means nobody, so no owner may have it, nor share it with another. */
    @Test
    void ownerHalfIsNeverZeroAndNeverShared() {
        Set<Integer> halves = new HashSet<>();
        for (int slot = 0; slot < ControlLayout.SLOTS; slot++) {
            for (int generation : new int[] {0, 1, 2, 0xF_FFFF}) {
                assertThat(new Owner(slot, generation).half()).isNotZero();
                assertThat(halves.add(new Owner(slot, generation).half())).isTrue();
            }
        }
    }

    /** The half has room for 20 bits of the generation, the word for all. */
    @Test
    void ownerWordHoldsTheWholeGeneration() {
        Owner early = new Owner(7, 3);
        Owner late = new Owner(7, 3 + (1 << 20));
        assertThat(early.half()).isEqualTo(late.half());
        assertThat(early.word()).isNotEqualTo(late.word());
        assertThat(new Owner(0, 0).word()).isNotZero();
        assertThat(new Owner(7, -1).word() >>> 32).isEqualTo(8);
    }

    /** Each id comes back from its text, generations beyond 2^31 too. */
    @Test
    void objectIdComesBackFromItsText() {
        for (ObjectId id : new ObjectId[] {new ObjectId(0, 0), new ObjectId(1023, -1), new ObjectId(5, 1 << 31)}) {
            assertThat(ObjectId.parse(id.text())).isEqualTo(id);
        }
        assertThat(new ObjectId(5, -1).text()).isEqualTo("5.4294967295");
    }

    /** What no id has ever looked like is refused, and never an index outside the table. */
    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"", "7", ".", "7.", ".7", "-1.1", "1024.1", "1.-1", "1.4294967296", "1.2.3", "a.b", "1,2"})
    void objectIdRefusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectId.parse(text));
    }
}
