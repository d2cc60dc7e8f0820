package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mapped files promise. */
final class MappingTest {
    private static final long BYTES = 8192;

    @TempDir
    Path folder;

    private Path file;
    private int descriptor;

    @BeforeEach
    void open() {
        file = folder.resolve("mapped");
        descriptor = Descriptor.openFile(file, Descriptor.O_RDWR | Descriptor.O_CREAT, 0600);
        Descriptor.allocate(descriptor, BYTES);
    }

    @AfterEach
    void close() {
        Descriptor.close(descriptor);
    }

    private boolean isMapped() throws IOException {
        return Files.readString(Path.of("/proc/self/maps")).contains(file.toString());
    }

    /** What one mapping writes, another and the file have. */
    @Test
    void isSharedWithOtherMappingsAndTheFile() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment writable = Mapping.map(descriptor, BYTES, arena);
            MemorySegment readOnly = Mapping.mapReadOnly(descriptor, BYTES, arena);
            writable.set(ValueLayout.JAVA_BYTE, BYTES - 1, (byte) 42);
            assertThat(readOnly.get(ValueLayout.JAVA_BYTE, BYTES - 1)).isEqualTo((byte) 42);
            assertThat(Files.readAllBytes(file)).endsWith(42);
        }
    }

    /** Closing the arena unmaps, and later use is an exception. */
    @Test
    void endsWithItsArena() throws Exception {
        MemorySegment segment;
        try (Arena arena = Arena.ofShared()) {
            segment = Mapping.map(descriptor, BYTES, arena);
            assertThat(isMapped()).isTrue();
        }
        assertThat(isMapped()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
    }

    /** A closed arena leaves no mapping behind. */
    @Test
    void leavesNothingWhenTheArenaIsClosed() throws Exception {
        Arena arena = Arena.ofShared();
        arena.close();
        assertThatIllegalStateException().isThrownBy(() -> Mapping.map(descriptor, BYTES, arena));
        assertThat(isMapped()).isFalse();
    }

    /** A mapping for reading refuses writes in Java, before the processor would. */
    @Test
    void readOnlyMappingRefusesWrites() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment readOnly = Mapping.mapReadOnly(descriptor, BYTES, arena);
            assertThatIllegalArgumentException().isThrownBy(() -> readOnly.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
        }
    }

    /** What cannot be mapped is refused with its reason. */
    @Test
    void refusesWhatCannotBeMapped() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatExceptionOfType(OsException.class)
                    .isThrownBy(() -> Mapping.map(descriptor, 0, arena))
                    .returns(Errno.EINVAL, OsException::errno);
        }
    }
}
