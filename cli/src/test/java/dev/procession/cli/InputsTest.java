package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Where inputs come from. */
final class InputsTest {

    /** Words are inputs as they are, and their number is known. */
    @Test
    void wordsAreInputs() {
        var inputs = new Inputs(List.of("a", "", "@b", "'c'"), in("never read"));
        assertThat(inputs).containsExactly("a", "", "@b", "'c'");
        assertThat(inputs.count()).hasValue(4);
    }

    /** Without words the lines of standard input are taken; empty ones are not. */
    @Test
    void linesAreInputsWithoutWords() {
        var inputs = new Inputs(List.of(), in("a b\n\nü\r\nlast"));
        assertThat(inputs).containsExactly("a b", "ü", "last");
        assertThat(inputs.count()).isEmpty();
    }

    /** A dash stands for the lines, wherever it is; a second one finds no more lines. */
    @Test
    void aDashStandsForTheLines() {
        var inputs = new Inputs(List.of("first", "-", "last", "-"), in("1\n2\n"));
        assertThat(inputs).containsExactly("first", "1", "2", "last");
    }

    /** No line is read before it is asked for, and none is taken for another. */
    @Test
    void linesAreReadLate() {
        var inputs = new Inputs(List.of("word", "-"), failing());
        var iterator = inputs.iterator();
        assertThat(iterator.next()).isEqualTo("word");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(iterator::hasNext)
                .withMessageContaining("standard input");
    }

    /** An iterator that is at its end says so. */
    @Test
    void theEndIsTheEnd() {
        var iterator = new Inputs(List.of("-"), in("")).iterator();
        assertThat(iterator.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("device gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
    }
}
