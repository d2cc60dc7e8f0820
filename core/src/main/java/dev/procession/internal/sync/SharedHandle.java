package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This process's one object for a cell. It is a user of the cell, and holds the domain, until it is closed, or nobody can reach it
 * any more, and no thread is inside.
 */
@SuppressWarnings("serial") // it never is: see below
public abstract class SharedHandle implements Serializable {
    private final Cell cell;
    private final SharedHandles.Use use;
    private final @Nullable SharedHandle whole;

    SharedHandle(Domain domain, Cell cell) {
        this.whole = null;
        this.cell = cell;
        this.use = new SharedHandles.Use(domain, cell);
    }

    /** A part of another one, in the same cell: used as long as that is, and closed with it. */
    SharedHandle(SharedHandle whole) {
        this.whole = whole;
        this.cell = whole.cell;
        this.use = whole.use;
    }

    final Cell cell() {
        return cell;
    }

    /** For messages. */
    final String name() {
        return cell.id().text();
    }

    final SharedHandles.Use use() {
        return use;
    }

    /** Comes in, to wait or to hold; each {@link #leave} takes one entry back. Until then the cell is this process's. */
    final void enter() {
        if (use.enter()) return;
        throw new IllegalStateException(this + " was closed by this process; keep it open as long as it is used here");
    }

    final void leave() {
        use.leave();
    }

    final boolean isClosed() {
        return use.isOver();
    }

    /** For who is about to wait, and is inside. */
    final void checkOpen() {
        if (isClosed())
            throw new IllegalStateException(this + " was closed by this process while this thread waited for it");
    }

    /** A description of a moment, by who may be anywhere. */
    final String described(Supplier<String> description) {
        if (!use.enter()) return "closed";
        try {
            return description.get();
        } catch (IllegalStateException e) {
            if (isClosed()) return "closed"; // meanwhile
            throw e;
        } finally {
            use.leave();
        }
    }

    /** What travels in its place, in our own messages. */
    abstract Object form();

    /** For what else ends with this process's use; the cell is its own still. */
    void end() {}

    /** Serialisable for the compiler's eyes: what captures it travels with us, and nobody else's stream can take it along. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        throw new NotSerializableException(this
                + " is shared by the processes of this program: it travels with the library's own tasks and results,"
                + " and in no other stream");
    }

    private void readObject(ObjectInputStream in) throws IOException {
        readObjectNoData();
    }

    private void readObjectNoData() throws InvalidObjectException {
        throw new InvalidObjectException("no stream has what processes share; it comes by its name");
    }

    /** For the encoder. */
    public static Object formOf(SharedHandle handle) {
        handle.enter();
        try {
            return handle.form();
        } finally {
            handle.leave();
        }
    }

    /** Ends this process's use; of those who are inside, who waits is told, and who holds may go on until it unlocks. */
    public void close() {
        if (whole != null) whole.close();
        else closeWhole();
    }

    private void closeWhole() {
        if (!use.enter()) return;
        try {
            use.end();
            end();
            cell.segment().pokeSleepers(); // after the end of the use: who goes to sleep sees that, or is poked
        } finally {
            use.leave();
        }
    }
}
