package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.CorruptSegmentException;
import dev.procession.OutOfSharedMemoryException;
import dev.procession.os.OsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a segment promises to those who open it, and to those who sleep in it. */
final class SharedSegmentTest {
    private static final long BYTES = 8192;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("segment");
    }

    private SharedSegment published() {
        SharedSegment segment = SharedSegment.create(file(), BYTES, SegmentKind.MEMORY);
        segment.publish();
        return segment;
    }

    private void patch(int offset, int value) throws Exception {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
            channel.write(bytes, offset);
        }
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(CorruptSegmentException.class)
                .isThrownBy(() -> SharedSegment.open(file(), SegmentKind.MEMORY))
                .withMessageContaining(why)
                .withMessageContaining(file().toString());
    }

    /** What one mapping writes, another reads. */
    @Test
    void twoMappingsShareTheirBytes() {
        try (SharedSegment one = published();
                SharedSegment other = SharedSegment.open(file(), SegmentKind.MEMORY)) {
            Words.longRelease(one.memory(), SegmentHeader.BYTES, 42);
            assertThat(Words.longAcquire(other.memory(), SegmentHeader.BYTES)).isEqualTo(42);
        }
    }

    /** I1: a segment whose creator did not come to the end is nobody's. */
    @Test
    void refusesWhatIsNotPublished() {
        try (SharedSegment segment = SharedSegment.create(file(), BYTES, SegmentKind.MEMORY)) {
            assertRefused("never finished");
            segment.publish();
            SharedSegment.open(file(), SegmentKind.MEMORY).close();
        }
    }

    /** Each field of the header that an opener relies on is looked at. */
    @ParameterizedTest(name = "{1}")
    @CsvSource({"0, mark", "8, format", "12, kind", "16, layout id", "24, size", "32, never finished"})
    void refusesAForeignHeader(int offset, String why) throws Exception {
        published().close();
        patch(offset, 0x7777);
        assertRefused(why);
    }

    /** Another kind of segment is not read as this one. */
    @Test
    void refusesAnotherKind() {
        published().close();
        assertThatExceptionOfType(CorruptSegmentException.class)
                .isThrownBy(() -> SharedSegment.open(file(), SegmentKind.CHANNEL))
                .withMessageContaining("kind");
    }

    /** A file that was cut would end the JVM by a signal at the first touch behind its end. */
    @ParameterizedTest(name = "{0} bytes left")
    @CsvSource({"0, bytes", "127, bytes", "128, size", "8191, size"})
    void refusesACutFile(long left, String why) throws Exception {
        published().close();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(left);
        }
        assertRefused(why);
    }

    /** A link in place of the file is not followed. */
    @Test
    void refusesALink() throws Exception {
        published().close();
        Path link = Files.createSymbolicLink(folder.resolve("link"), file());
        assertThatExceptionOfType(OsException.class).isThrownBy(() -> SharedSegment.open(link, SegmentKind.MEMORY));
    }

    /** A name is used once: an existing file is neither opened nor deleted. */
    @Test
    void createRefusesAnExistingFile() throws Exception {
        Files.writeString(file(), "somebody's");
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> SharedSegment.create(file(), BYTES, SegmentKind.MEMORY));
        assertThat(file()).hasContent("somebody's");
    }

    /** The space is there when create returns, so that no later write can fail. */
    @Test
    void allocatesItsSpace() throws Exception {
        try (SharedSegment segment = SharedSegment.create(file(), 1 << 20, SegmentKind.MEMORY)) {
            assertThat(segment.memory().byteSize()).isEqualTo(1 << 20);
            var stat = new ProcessBuilder("stat", "-c", "%b %B", file().toString()).start();
            String[] blocks = new String(stat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", -1);
            assertThat(Long.parseLong(blocks[0]) * Long.parseLong(blocks[1])).isGreaterThanOrEqualTo(1 << 20);
        }
    }

    /** More than there is, is an exception with both figures, and leaves no file. */
    @Test
    void saysThatThereIsNotEnoughSpace() {
        assertThatExceptionOfType(OutOfSharedMemoryException.class)
                .isThrownBy(() -> SharedSegment.create(file(), 1L << 46, SegmentKind.MEMORY))
                .withMessageContaining(Long.toString(1L << 46));
        assertThat(file()).doesNotExist();
    }

    /** The bytes cannot be reached once closed, and closing again does nothing. */
    @Test
    void closesOnce() {
        SharedSegment segment = published();
        segment.close();
        segment.close();
        assertThat(segment.isClosing()).isTrue();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Words.intAcquire(segment.memory(), 0));
    }

    /** Nobody enters once closing has begun. */
    @Test
    void refusesToLetInAfterClosing() {
        SharedSegment segment = published();
        segment.close();
        assertThat(segment.enter(() -> {})).isFalse();
    }

    /** Closing pokes who is inside until he is out, and unmaps only then. */
    @Test
    void closingPokesAndWaitsForSleepers() throws Exception {
        SharedSegment segment = published();
        var poked = new CountDownLatch(1);
        var pokes = new AtomicInteger();
        Sleeper sleeper = () -> {
            pokes.incrementAndGet();
            poked.countDown();
        };
        assertThat(segment.enter(sleeper)).isTrue();
        var closing = new FutureTask<>(() -> {
            segment.close();
            return true;
        });
        Thread.ofPlatform().daemon().start(closing);
        assertThat(poked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(closing.isDone()).isFalse();
        assertThat(segment.memory().scope().isAlive()).isTrue();
        assertThat(segment.enter(() -> {})).as("a second one").isFalse();
        segment.exit(sleeper);
        assertThat(closing.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(segment.memory().scope().isAlive()).isFalse();
        assertThat(pokes.get()).isPositive();
    }
}
