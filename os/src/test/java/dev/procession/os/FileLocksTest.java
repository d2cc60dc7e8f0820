package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What locks of an open file description promise. */
final class FileLocksTest {
    @TempDir
    Path folder;

    private int holder;
    private int other;

    @BeforeEach
    void openTwice() {
        holder = open();
        other = open();
    }

    @AfterEach
    void close() {
        Descriptor.close(holder);
        Descriptor.close(other);
    }

    private int open() {
        return Descriptor.openFile(folder.resolve("lock"), Descriptor.O_RDWR | Descriptor.O_CREAT, 0600);
    }

    /** A lock is seen by another opening of the file, also in the same process, and refuses it the range. */
    @Test
    void isSeenByAnotherOpening() {
        assertThat(FileLocks.tryLock(holder, 5, 1)).isTrue();
        assertThat(FileLocks.lockedByAnother(other, 5, 1)).isTrue();
        assertThat(FileLocks.tryLock(other, 0, 10)).isFalse();
    }

    /** The owner itself is nobody else. */
    @Test
    void isNotAnothersToItsOwner() {
        assertThat(FileLocks.tryLock(holder, 5, 1)).isTrue();
        assertThat(FileLocks.lockedByAnother(holder, 5, 1)).isFalse();
        assertThat(FileLocks.tryLock(holder, 5, 1)).isTrue();
    }

    /** A byte is one lock, its neighbours are free. */
    @Test
    void coversItsRangeOnly() {
        assertThat(FileLocks.tryLock(holder, 5, 1)).isTrue();
        assertThat(FileLocks.lockedByAnother(other, 4, 1)).isFalse();
        assertThat(FileLocks.lockedByAnother(other, 6, 0)).isFalse();
        assertThat(FileLocks.tryLock(other, 6, 1)).isTrue();
    }

    /** Length zero reaches to the end, wherever that is. */
    @Test
    void lengthZeroCoversAllThatFollows() {
        assertThat(FileLocks.tryLock(holder, 5, 0)).isTrue();
        assertThat(FileLocks.lockedByAnother(other, Long.MAX_VALUE - 1, 1)).isTrue();
    }

    /** Releasing gives the range back. */
    @Test
    void unlockFreesTheRange() {
        FileLocks.tryLock(holder, 5, 1);
        FileLocks.unlock(holder, 5, 1);
        assertThat(FileLocks.lockedByAnother(other, 5, 1)).isFalse();
    }

    /** Closing another descriptor of the file leaves the lock alone; closing the owner's drops it. */
    @Test
    void endsWithItsOwnOpeningOnly() {
        assertThat(FileLocks.tryLock(holder, 5, 1)).isTrue();
        Descriptor.close(open());
        assertThat(FileLocks.lockedByAnother(other, 5, 1)).isTrue();
        Descriptor.close(holder);
        assertThat(FileLocks.lockedByAnother(other, 5, 1)).isFalse();
        holder = open();
    }
}
