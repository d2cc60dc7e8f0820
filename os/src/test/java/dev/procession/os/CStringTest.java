package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Strings for the kernel. */
final class CStringTest {
    /** A string ends with NUL, also the empty one. */
    @Test
    void endsWithNul() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = CString.allocate(arena, "ab");
            assertThat(text.toArray(ValueLayout.JAVA_BYTE)).containsExactly('a', 'b', 0);
            assertThat(CString.allocate(arena, "").byteSize()).isEqualTo(1);
        }
    }

    /** Characters outside ASCII are encoded as file names are. */
    @Test
    void encodesAsFileNamesAre() {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "a UTF-8 locale");
        assertThat(CString.bytes("a\u00e9\ud83d\ude00"))
                .isEqualTo("a\u00e9\ud83d\ude00".getBytes(StandardCharsets.UTF_8));
    }

    /** What no encoding has, half a pair, is refused instead of replaced. */
    @Test
    void refusesHalfAPair() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CString.bytes("a\ud83d"))
                .withMessageContaining("has no bytes for");
    }

    /** NUL is refused wherever it stands. */
    @Test
    void refusesNul() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CString.bytes("a\0b"))
                .withMessageContaining("index 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CString.bytes("\u00e9\0"))
                .withMessageContaining("index 1");
    }
}
