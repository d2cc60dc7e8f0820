package dev.procession.internal.pool;

import dev.procession.CorruptSegmentException;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.process.Launched;
import dev.procession.internal.sync.Bell;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One process generation of a worker, as its pool uses it: what has been sent there and not come back.
 *
 * <p>All fields and methods are guarded by the dispatcher's lock, except those that say so. What comes back is read by the
 * {@link Intake}. Writing never waits: what the ring cannot take stands in {@code outbox}, and the keeper goes on with
 * it when there is room.
 */
final class Session {
    private static final int DEEPEST = 16;
    private static final long AHEAD_NANOS = 500_000;

    private final Worker worker;
    private final Launched launched;
    private final TaskBoard board;
    private final TreeMap<Long, Task> assigned = new TreeMap<>();
    private final Set<Integer> knownCalls = new HashSet<>();
    private final ArrayDeque<Outgoing> outbox = new ArrayDeque<>();
    private final EncodeBuffer buffer = new EncodeBuffer(256);
    private final IdentityHashMap<Task, Long> killNanos = new IdentityHashMap<>(0);
    private final Intake intake;
    private volatile @Nullable RuntimeException damage;
    private volatile boolean flushing;
    private volatile boolean attention;
    private volatile int busyEntries; // written under the lock
    private long averageNanos = Long.MAX_VALUE / 2;
    private volatile long tasksDone; // written under the lock
    private boolean open = true;
    private boolean wornOut;

    Session(Worker worker, Launched launched, Dispatcher dispatcher) {
        this.worker = worker;
        this.launched = launched;
        this.board = new TaskBoard(launched.channel().segment());
        this.intake = new Intake(dispatcher, this);
    }

    Worker worker() {
        return worker;
    }

    Launched launched() {
        return launched;
    }

    long tasksDone() {
        return tasksDone;
    }

    boolean isIdle() {
        return open && assigned.isEmpty();
    }

    boolean isOpen() {
        return open;
    }

    boolean isWornOut() {
        return wornOut;
    }

    /** Without the lock, for a snapshot: may be wrong by one task. */
    boolean looksIdle() {
        return busyEntries == 0;
    }

    int load() {
        return assigned.size();
    }

    Collection<Task> assigned() {
        return assigned.values();
    }

    /** How many tasks may be in the ring: one, unless tasks are so short that a worker would wait for the next. */
    int depth() {
        if (!open || wornOut) return 0;
        return Math.clamp(AHEAD_NANOS / Math.max(1, averageNanos), 1, DEEPEST);
    }

    /** Sends a task; the worker may run it at once. */
    void assign(Task task, long sequence, Limits limits) {
        int entry = Integer.numberOfTrailingZeros(~busyEntries);
        busyEntries = busyEntries | (1 << entry);
        task.assign(this, sequence, entry);
        assigned.put(sequence, task);
        board.offer(entry, sequence);
        try {
            write(task, entry, sequence, limits);
        } catch (RuntimeException | Error e) { // no heap for another copy: the ring may hold half a frame
            damaged(new IllegalStateException("a task could not be written to its worker: " + e, e));
        }
    }

    private void write(Task task, int entry, long sequence, Limits limits) {
        Call call = task.call();
        if (call.number() != Frames.NO_CALL && knownCalls.add(call.number())) {
            buffer.clear();
            buffer.writeInt(call.number());
            buffer.writeBytes(call.functionBytes(), 0, call.functionBytes().length);
            send(Frames.FUNCTION);
        }
        buffer.clear();
        buffer.writeInt(Frames.VERSION | (entry << 16));
        buffer.writeInt(call.number());
        buffer.writeLong(sequence);
        buffer.writeInt(task.attempt());
        buffer.writeInt(limits.resultBytes());
        buffer.writeLong(limits.taskNanos());
        buffer.writeBytes(task.payload(), 0, task.payload().length);
        send(Frames.TASK);
    }

    /** Lets the worker forget a function, if it knows it. */
    void forget(Call call) {
        if (!open || !knownCalls.remove(call.number())) return;
        buffer.clear();
        buffer.writeInt(call.number());
        send(Frames.FORGET);
    }

    private void send(int kind) {
        if (outbox.isEmpty()) {
            Outgoing direct = new Outgoing(kind, buffer.array(), buffer.size());
            if (write(direct)) return;
            outbox.add(direct.detached());
        } else {
            outbox.add(new Outgoing(kind, buffer.toByteArray(), buffer.size()));
        }
        flushing = true;
        nudge();
    }

    /** A worker may have scribbled on its ring: that is its keeper's to tell, not of whoever happens to write. */
    private boolean write(Outgoing message) {
        try {
            return launched.duplex().writer().advance(message);
        } catch (CorruptSegmentException e) {
            damaged(e);
            return true;
        }
    }

    /** Whoever finds the channel damaged leaves it to the keeper; nothing more is sent there. */
    void damaged(RuntimeException how) {
        damage = how;
        wearOut();
        nudge();
    }

    /** For the keeper, without the lock. */
    void throwIfDamaged() {
        RuntimeException found = damage;
        if (found != null) throw found;
    }

    /** Writes what the ring can take now; the keeper calls it when there is room. */
    void flush() {
        while (!outbox.isEmpty() && write(outbox.peek())) outbox.remove();
        flushing = !outbox.isEmpty();
    }

    /** For the keeper, without the lock: whether {@link #flush} would do something. */
    boolean hasRoomToFlush() {
        return flushing && launched.duplex().writer().hasSpace();
    }

    boolean isFlushing() {
        return flushing;
    }

    /** The task that a result is for; null if it was taken back or never sent. */
    @Nullable
    Task assigned(long sequence) {
        return assigned.get(sequence);
    }

    /** The result of a task has been taken: it is no longer here. */
    void finish(Task task, long runningNanos) {
        assigned.remove(task.sequence());
        busyEntries = busyEntries & ~(1 << task.entry());
        killNanos.remove(task);
        long done = tasksDone + 1;
        tasksDone = done;
        long measured = Math.clamp(runningNanos, 0, Long.MAX_VALUE / 4);
        averageNanos = done == 1 || measured > averageNanos ? measured : averageNanos - averageNanos / 4 + measured / 4;
    }

    /** Takes back a task that the worker has not begun. */
    boolean revoke(Task task) {
        if (!board.revoke(task.entry(), task.sequence())) return false;
        remove(task);
        return true;
    }

    /** The youngest task that could be taken back, for a worker that has none. */
    @Nullable
    Task stealable() {
        if (assigned.size() < 2) return null;
        for (Task task : assigned.descendingMap().values()) {
            if (board.isOffered(task.entry(), task.sequence())) return task;
        }
        return null;
    }

    /** The task that the worker runs. */
    Optional<Task> running() {
        for (Task task : assigned.values()) {
            if (board.isRunning(task.entry(), task.sequence())) return Optional.of(task);
        }
        return Optional.empty();
    }

    /** After the process's end and the ring's: the tasks that had not begun, oldest first, which are then no longer here. */
    List<Task> takeUnbegun() {
        List<Task> unbegun = new ArrayList<>();
        for (Task task : assigned.values()) {
            if (board.isOffered(task.entry(), task.sequence())) unbegun.add(task);
        }
        unbegun.forEach(this::remove);
        return unbegun;
    }

    /** The task that the worker would have begun next, if it ran none. */
    Optional<Task> oldestIfNoneBegan() {
        for (Task task : assigned.values())
            if (!board.isOffered(task.entry(), task.sequence())) return Optional.empty();
        return assigned.values().stream().findFirst();
    }

    void remove(Task task) {
        assigned.remove(task.sequence());
        busyEntries = busyEntries & ~(1 << task.entry());
    }

    long startedNanos(Task task) {
        return board.startedNanos(task.entry());
    }

    long progressNanos(Task task) {
        return board.progressNanos(task.entry());
    }

    /** Asks the child for something about a task; nothing if the session has ended. */
    void command(int bits, Task task) {
        if (open) launched.control().command(bits, task.sequence());
    }

    /** When the process is killed if this task, which was asked to give way, still runs. */
    void killLater(Task task, long nanos) {
        killNanos.putIfAbsent(task, nanos);
    }

    long killNanos(Task task) {
        return killNanos.getOrDefault(task, Long.MIN_VALUE);
    }

    /** Makes the keeper look at what has changed. */
    void nudge() {
        if (!open) return;
        attention = true;
        launched.duplex().ownBell().ring(Bell.LOCAL);
    }

    /** For the keeper, without the lock: whether it was nudged since it last asked. */
    boolean takeAttention() {
        boolean was = attention;
        attention = false;
        return was;
    }

    /** For the keeper, without the lock: whether there is something for it to do. */
    boolean needsKeeper() {
        return launched.duplex().reader().hasData()
                || attention
                || hasRoomToFlush()
                || !launched.child().isAlive();
    }

    /** The same for those who relieve it: the writing end, which is not theirs, is not asked, so it may say yes too often. */
    boolean mayNeedKeeper() {
        return launched.duplex().reader().hasData()
                || attention
                || flushing
                || !launched.child().isAlive();
    }

    /** Without the lock. */
    Intake intake() {
        return intake;
    }

    /** The worker asked to be replaced: nothing more is sent there. */
    void wearOut() {
        wornOut = true;
    }

    /** From here on nobody but the keeper touches the channel. */
    void close() {
        open = false;
        flushing = false;
        outbox.clear();
    }
}
