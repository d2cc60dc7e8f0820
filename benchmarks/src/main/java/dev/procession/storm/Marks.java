package dev.procession.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks say of themselves, one byte an input in a file, whatever becomes of their processes: how often each was begun, and
 * how often it came to its end. Written by the process that runs the task, read when all is over.
 */
final class Marks implements AutoCloseable {
    private static final int BEGUN = 1;
    private static final int ENDED = 16;

    /** Of a worker: its file, opened once. */
    private static @Nullable FileChannel ofThisProcess;

    private final Path file;

    private Marks(Path file) {
        this.file = file;
    }

    static Marks make() {
        try {
            return new Marks(Files.createTempFile("storm-", ".marks"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    /** In a worker: a task begins. */
    static void begin(Path file, long input) throws IOException {
        add(file, input, BEGUN);
    }

    /** In a worker: a task has come to its end. */
    static void end(Path file, long input) throws IOException {
        add(file, input, ENDED);
    }

    private static void add(Path file, long input, int what) throws IOException {
        FileChannel channel = ofThisProcess;
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            ofThisProcess = channel;
        }
        ByteBuffer mark = ByteBuffer.allocate(1);
        int before = channel.read(mark, input) == 1 ? mark.get(0) : 0;
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (before + what)}), input);
    }

    /** The marks of all inputs so far. */
    byte[] all() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int begun(byte[] marks, int input) {
        return input < marks.length ? marks[input] % ENDED : 0;
    }

    static int ended(byte[] marks, int input) {
        return input < marks.length ? marks[input] / ENDED : 0;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
