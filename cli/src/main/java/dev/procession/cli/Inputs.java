package dev.procession.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The inputs: the words of the command line; {@code -}, or no word at all, stands for the lines of standard input.
 *
 * <p>Lines are read as they are needed, so there may be any number of them. Empty lines are left out.
 */
final class Inputs implements Iterable<String> {
    private final List<String> words;
    private final InputStream standardInput;

    Inputs(List<String> words, InputStream standardInput) {
        this.words = words.isEmpty() ? List.of("-") : List.copyOf(words);
        this.standardInput = standardInput;
    }

    /** Returns how many there are, if that can be known before they are read. */
    OptionalLong count() {
        return words.contains("-") ? OptionalLong.empty() : OptionalLong.of(words.size());
    }

    @Override
    public Iterator<String> iterator() {
        return new Reader();
    }

    private final class Reader implements Iterator<String> {
        private final Deque<String> rest = new ArrayDeque<>(words);
        private final BufferedReader lines =
                new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8));
        private @Nullable String next;

        @Override
        public boolean hasNext() {
            while (next == null && !rest.isEmpty()) {
                if (rest.getFirst().equals("-")) {
                    next = line();
                    if (next == null) rest.removeFirst();
                } else {
                    next = rest.removeFirst();
                }
            }
            return next != null;
        }

        @Override
        public String next() {
            if (!hasNext() || next == null) throw new NoSuchElementException();
            String input = next;
            next = null;
            return input;
        }

        private @Nullable String line() {
            try {
                String line = lines.readLine();
                while (line != null && line.isEmpty()) line = lines.readLine();
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException("standard input cannot be read (" + e.getMessage() + ")", e);
            }
        }
    }
}
