package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.sync.ProcessReadWriteLock;
import java.util.concurrent.locks.Lock;

/** A {@link LockWord} for who writes and a {@link ReaderTable} for who reads, in one cell. */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class RobustReadWriteLock extends SharedHandle implements ProcessReadWriteLock {
    private final LockWord word;
    private final ReaderTable readers;
    private final ReadLock readLock;
    private final WriteLock writeLock;

    private RobustReadWriteLock(Domain domain, Cell cell) {
        super(domain, cell);
        this.word = new LockWord(domain, cell, 0, true);
        this.readers = new ReaderTable(domain, cell);
        this.writeLock = new WriteLock(this, domain, word, readers);
        this.readLock = new ReadLock(this, domain, word, readers, writeLock);
    }

    /** Makes one that nobody holds. */
    public static RobustReadWriteLock create() {
        return SharedHandles.create(CellKind.READ_WRITE_LOCK, RobustReadWriteLock::new);
    }

    static RobustReadWriteLock open(CellId id) {
        return SharedHandles.open(id, CellKind.READ_WRITE_LOCK, RobustReadWriteLock.class, RobustReadWriteLock::new);
    }

    @Override
    public Lock readLock() {
        return readLock;
    }

    ReadLock reader() {
        return readLock;
    }

    @Override
    public WriteLock writeLock() {
        return writeLock;
    }

    @Override
    public int getReadHoldCount() {
        return ReadHolds.of(this);
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.READ_WRITE_LOCK, name());
    }

    @Override
    public String toString() {
        return "read-write lock " + name() + " (" + described(this::describe) + ")";
    }

    /** For messages of the parts. */
    String describe() {
        int reading = readers.count(true);
        return "to write: " + word.describe() + (reading == 0 ? "" : "; read by " + reading + " threads");
    }
}
