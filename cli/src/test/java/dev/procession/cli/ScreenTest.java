package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How results, notes and the progress line share a terminal. */
final class ScreenTest {
    private final ByteArrayOutputStream both = new ByteArrayOutputStream();

    /** The progress line is cut to the terminal, and gone before anything else is written. */
    @Test
    void theProgressLineGivesWay() throws IOException {
        Screen screen = screen(Optional.of(10));
        screen.progress("0123456789abc");
        screen.result("done ü");
        screen.note("note");
        screen.progress("1");
        screen.progress("2");
        screen.erase();
        screen.erase();
        assertThat(both.toString(StandardCharsets.UTF_8))
                .isEqualTo("<012345678<done ü\nnote\n<1<2<".replace("<", "\r\u001b[K"));
    }

    /** Without a terminal nothing is drawn, and nothing erased. */
    @Test
    void nothingIsDrawnWithoutATerminal() throws IOException {
        Screen screen = screen(Optional.empty());
        screen.progress("10 of 20");
        screen.result("done");
        screen.erase();
        assertThat(screen.hasProgressLine()).isFalse();
        assertThat(both.toString(StandardCharsets.UTF_8)).isEqualTo("done\n");
    }

    private Screen screen(Optional<Integer> columns) {
        return new Screen(both, new PrintStream(both, true, StandardCharsets.UTF_8), columns.map(n -> () -> n));
    }
}
