package dev.procession.benchmarks.ring;

import dev.procession.internal.memory.Words;
import dev.procession.os.Clock;
import dev.procession.os.Futex;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The limit: a word in shared memory for each direction that counts the messages, and the bytes beside it in the same cache
 * line. There is no queue: a message may be sent only after the last one was answered. Asleep, a futex is waited on.
 */
final class WordWire implements Wire {
    private static final long FILE_BYTES = 4096;
    private static final long FAR_AT = 1024;
    private static final long PAYLOAD_AT = 8;

    /** Nobody looks whether the other lives; the bound on the program ends it. */
    private static final long NAP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MemorySegment out;
    private final MemorySegment in;
    private final byte[] message = new byte[Message.SMALL_BYTES];
    private int sent;
    private int received;
    private boolean spinning;

    private WordWire(MemorySegment out, MemorySegment in) {
        this.out = out;
        this.in = in;
    }

    static WordWire near(Path folder, ProcessStarter farSide) throws IOException {
        MemorySegment memory = map(folder.resolve("words"), FILE_BYTES);
        farSide.start();
        return new WordWire(memory.asSlice(0, FAR_AT), memory.asSlice(FAR_AT));
    }

    static WordWire far(Path folder) throws IOException {
        MemorySegment memory = map(folder.resolve("words"), FILE_BYTES);
        return new WordWire(memory.asSlice(FAR_AT), memory.asSlice(0, FAR_AT));
    }

    /** Until this process ends. */
    static MemorySegment map(Path file, long bytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, bytes, Arena.global());
        }
    }

    @Override
    public void send(byte[] bytes) {
        MemorySegment.copy(bytes, 0, out, ValueLayout.JAVA_BYTE, PAYLOAD_AT, Message.SMALL_BYTES);
        Words.intRelease(out, 0, ++sent);
        if (!spinning) Futex.wake(out, 1);
    }

    @Override
    public void receive(Sink sink) throws Exception {
        while (Words.intAcquire(in, 0) == received) {
            if (spinning) Thread.onSpinWait();
            else Futex.await(in, received, Clock.monotonicNanos() + NAP_NANOS);
        }
        received++;
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, PAYLOAD_AT, message, 0, Message.SMALL_BYTES);
        sink.accept(message);
    }

    @Override
    public void spin(boolean on) {
        spinning = on;
    }

    @Override
    public void close() {}
}
