package dev.procession.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.os.Descriptor;
import dev.procession.os.PipeEnds;
import dev.procession.process.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes of a pipe as lines. */
final class LineStreamTest {
    private static final int LONGEST = 64 << 10;

    private final PipeEnds pipe = Descriptor.pipe(true);
    private final List<String> lines = new ArrayList<>();
    private final LineStream stream =
            new LineStream("w-1", 42, false, pipe.read(), Output.lines((child, pid, error, line) -> lines.add(line)));
    private boolean writerOpen = true;
    private boolean readerOpen = true;

    @AfterEach
    void close() {
        closeWriter();
        if (readerOpen) Descriptor.close(pipe.read());
    }

    private void closeWriter() {
        if (writerOpen) Descriptor.close(pipe.write());
        writerOpen = false;
    }

    private void print(String text) {
        print(pipe.write(), text);
    }

    private static void print(int descriptor, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            assertThat(Descriptor.write(descriptor, buffer)).isEqualTo(bytes.length);
        }
    }

    /** A line is handed on when its end is there, and not torn by how its bytes arrive. */
    @Test
    void linesAreNotTorn() {
        print("one\ntw");
        assertThat(stream.pump()).isTrue();
        assertThat(lines).containsExactly("one");
        print("o\n\nth");
        stream.pump();
        print("ree\n");
        stream.pump();
        assertThat(lines).containsExactly("one", "two", "", "three");
    }

    /** A character is not torn either, and both kinds of line ends are none of the line. */
    @Test
    void lineEndsAndCharactersAreKept() {
        print("grün\r\n語\ra\r\r\n");
        stream.pump();
        assertThat(lines).containsExactly("grün", "語\ra\r");
    }

    /** A line of more than 64 KiB comes in pieces of that size, one of exactly so much in one. */
    @Test
    void longLinesComeInPieces() {
        String most = "x".repeat(LONGEST);
        for (String text : List.of(most, "\n", most, "y\n")) {
            print(text);
            stream.pump();
        }
        assertThat(lines).containsExactly(most, most, "y");
    }

    /** The rest without an end is a line at the end of the stream. */
    @Test
    void theRestIsALineAtTheEnd() {
        print("all\nbut this");
        stream.pump();
        closeWriter();
        assertThat(stream.pump()).isFalse();
        assertThat(lines).containsExactly("all", "but this");
        assertThat(stream.isEnded()).isTrue();
    }

    /** After the end the descriptor is the pump's to close; its number may be somebody else's, and is not read again. */
    @Test
    void nothingIsReadAfterTheEnd() throws Exception {
        closeWriter();
        assertThat(stream.pump()).isFalse();
        Descriptor.close(pipe.read());
        readerOpen = false;
        PipeEnds other = Descriptor.pipe(true);
        try {
            assertThat(List.of(other.read(), other.write()))
                    .as("the number is used again")
                    .contains(pipe.read());
            print(other.write(), "not ours\n");
            stream.askToEnd();
            assertThat(stream.pump()).isFalse();
            assertThat(lines).isEmpty();
            try (Arena arena = Arena.ofConfined()) {
                assertThat(Descriptor.read(other.read(), arena.allocate(16))).isEqualTo(9);
            }
        } finally {
            Descriptor.close(other.read());
            Descriptor.close(other.write());
        }
    }

    /** Asked to end, it takes what the pipe holds without waiting for an end that a grandchild keeps open. */
    @Test
    void askedToEndItTakesWhatIsThere() throws Exception {
        print("one\nlast words");
        stream.askToEnd();
        assertThat(stream.awaitEnd(0)).as("it is the pump's to end").isFalse();
        assertThat(stream.pump()).isFalse();
        assertThat(stream.awaitEnd(0)).isTrue();
        assertThat(stream.lastLines()).containsExactly("one", "last words");
        print("too late\n");
        assertThat(stream.pump()).isFalse();
        assertThat(lines).containsExactly("one", "last words");
    }

    /** The last 20 lines are kept, cut to 1,000 characters. */
    @Test
    void theLastLinesAreKept() {
        for (int i = 0; i < 30; i++) print("line " + i + "\n");
        print("z".repeat(5000) + "\n");
        stream.pump();
        assertThat(stream.lastLines()).hasSize(20).startsWith("line 11").endsWith("z".repeat(1000));
    }

    /** A consumer that throws, an assertion for instance, loses its line and nothing else. */
    @Test
    void aConsumerThatThrowsLosesItsLine() {
        var throwing = new LineStream("w-1", 42, false, pipe.read(), Output.lines((child, pid, error, line) -> {
            if (line.equals("bad")) throw new AssertionError(line);
            lines.add(line);
        }));
        print("bad\ngood\n");
        assertThat(throwing.pump()).isTrue();
        assertThat(lines).containsExactly("good");
        assertThat(throwing.lastLines()).containsExactly("bad", "good");
    }

    /** With a prefix each line says whose it is, in one write. */
    @Test
    void aPrefixNamesTheChild() {
        var prefixed = new LineStream("w-1", 42, true, pipe.read(), Output.PREFIXED);
        var bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            print("a\nb\n");
            prefixed.pump();
        } finally {
            System.setErr(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("[w-1 42] a\n[w-1 42] b\n");
    }
}
