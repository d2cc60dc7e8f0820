package dev.procession.internal.sync;

import dev.procession.RemoteTask;
import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.sync.BarrierCell.Phase;
import dev.procession.sync.ProcessBarrier;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The barrier of this process's threads on a {@link BarrierCell}: how they arrive, wait, run the action, and what they are told.
 *
 * <p>Who waits stays with the generation in which it arrived: however it stops to wait, that generation's end decides what it is told, and
 * who stops before that end breaks it.
 */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class SharedBarrier extends SharedHandle implements ProcessBarrier {
    private final BarrierCell cell;
    private final @Nullable RemoteTask action;
    private boolean hasArrived; // some thread of this process, in lastArrival; both are guarded by the cell's lock
    private int lastArrival;

    private SharedBarrier(Domain domain, Cell cell, @Nullable RemoteTask action) {
        super(domain, cell);
        this.cell = new BarrierCell(domain, cell);
        this.action = action;
    }

    /** Makes one at which nobody has arrived. */
    public static SharedBarrier create(int parties, @Nullable RemoteTask action) {
        if (parties < 1)
            throw new IllegalArgumentException(
                    "a barrier has 1 party or more, was to have " + parties + "; nothing was made");
        SharedBarrier barrier =
                SharedHandles.create(CellKind.BARRIER, (domain, cell) -> new SharedBarrier(domain, cell, action));
        barrier.cell.begin(parties);
        return barrier;
    }

    static SharedBarrier open(CellId id, @Nullable RemoteTask action) {
        return SharedHandles.open(
                id, CellKind.BARRIER, SharedBarrier.class, (domain, cell) -> new SharedBarrier(domain, cell, action));
    }

    @Override
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return awaitUntil(Deadline.NEVER);
        } catch (TimeoutException e) {
            throw new AssertionError("a wait without a time ran out of it", e);
        }
    }

    @Override
    public int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return awaitUntil(Deadline.after(timeout));
    }

    private int awaitUntil(long deadlineNanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        enter();
        try {
            while (true) {
                Arrival mine = cell.locked(this::arrive);
                switch (mine.role) {
                    case WAITS -> awaitEnd(mine, deadlineNanos);
                    case ACTS -> act(mine);
                    case PASSES -> {}
                    case EARLY -> {
                        awaitOthersEnd(mine, deadlineNanos);
                        continue;
                    }
                    case REFUSED -> throw broken(mine.why);
                    case INTERRUPTED -> throw new InterruptedException();
                }
                return mine.index;
            }
        } finally {
            leave();
        }
    }

    private enum Role {
        WAITS,
        /** Is the last, and runs the action. */
        ACTS,
        /** Is the last, and nothing is left to do. */
        PASSES,
        /** Comes while the action of a full generation runs. */
        EARLY,
        /** The barrier is broken. */
        REFUSED,
        INTERRUPTED
    }

    /** How a thread arrived; the breaks are those before its generation ended, and why is for who is refused. */
    private record Arrival(Role role, int index, int generation, int breaks, Break why) {}

    /** With the lock, as {@link #end} withdraws: a thread that came in before the close enrols nobody after it. */
    private Arrival arrive() {
        checkOpen();
        look();
        cell.enrol();
        if (cell.phase() == Phase.BROKEN) return arrival(Role.REFUSED);
        if (cell.phase() == Phase.ACTING) return arrival(Role.EARLY);
        if (Thread.interrupted()) {
            cell.breakDown(Break.INTERRUPT);
            return arrival(Role.INTERRUPTED);
        }
        lastArrival = cell.turn();
        hasArrived = true;
        boolean last = cell.arrived() + 1 >= cell.parties();
        Arrival mine = arrival(!last ? Role.WAITS : action != null ? Role.ACTS : Role.PASSES);
        if (!last) cell.arrive();
        else if (action != null) cell.act();
        else cell.complete();
        return mine;
    }

    private Arrival arrival(Role role) {
        return new Arrival(role, cell.parties() - 1 - cell.arrived(), cell.turn(), cell.breaks(), cell.why());
    }

    /** With the lock: a dead party breaks what is not broken. */
    private Phase look() {
        if (cell.phase() != Phase.BROKEN && cell.hasDeadParty()) cell.breakDown(Break.DEATH);
        return cell.phase();
    }

    /** Of a generation that this thread is not in: it may leave without breaking anything. */
    private void awaitOthersEnd(Arrival mine, long deadlineNanos) throws InterruptedException, TimeoutException {
        if (!cell.await(new Ending(mine.generation), deadlineNanos, this::checkOpen))
            throw new TimeoutException("the action of the generation before took too long at " + this
                    + "; this thread has not arrived, and nothing is broken");
    }

    private void awaitEnd(Arrival mine, long deadlineNanos)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        int generation = mine.generation;
        boolean ended = false;
        try {
            ended = cell.await(new Ending(generation), deadlineNanos, this::checkOpen)
                    || !breakIfOpen(generation, Break.TIME_OUT);
            if (!ended) {
                ended = true;
                throw new TimeoutException("the others did not come to " + this
                        + " in time; it is broken now for all of them, until reset()");
            }
        } catch (InterruptedException e) {
            ended = true;
            if (breakIfOpen(generation, Break.INTERRUPT)) throw e;
            Thread.currentThread().interrupt(); // it came after the end, which decides
        } catch (IllegalStateException e) {
            ended = true;
            if (breakIfOpen(generation, Break.CLOSE)) throw e;
        } finally {
            if (!ended) breakIfOpen(generation, Break.CLOSE); // or no thread could be had to sleep in
        }
        Break how = cell.howBroken(generation, mine.breaks);
        if (how == null) return;
        checkOpen(); // it is this process that broke it
        throw broken(how);
    }

    private final class Ending implements WaitWord.Attempt {
        private final int generation;

        Ending(int generation) {
            this.generation = generation;
        }

        @Override
        public boolean tryNow() {
            return cell.turn() != generation;
        }

        @Override
        public long announce() {
            if (tryNow()) return WaitWord.DONE;
            cell.locked(SharedBarrier.this::look);
            return tryNow() ? WaitWord.DONE : WaitWord.unsigned(generation);
        }
    }

    /** Whether the generation had not ended; it has now. */
    private boolean breakIfOpen(int generation, Break why) {
        return cell.locked(() -> {
            if (cell.turn() != generation) return false;
            cell.breakDown(why);
            return true;
        });
    }

    private void act(Arrival mine) throws InterruptedException, BrokenBarrierException {
        RemoteTask task = action;
        if (task == null) throw new IllegalStateException(this + " has no action");
        boolean done = false;
        try {
            task.run();
            done = true;
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            BrokenBarrierException broken = broken(Break.ACTION);
            broken.initCause(e);
            throw broken;
        } finally {
            if (!done) breakIfOpen(mine.generation, Break.ACTION);
        }
        boolean completed = cell.locked(() -> {
            if (cell.turn() != mine.generation) return false; // others gave up, or reset it
            cell.complete();
            return true;
        });
        if (completed) return;
        checkOpen();
        Break how = cell.howBroken(mine.generation, mine.breaks);
        throw broken(how == null ? Break.UNKNOWN : how);
    }

    private BrokenBarrierException broken(Break why) {
        return new BrokenBarrierException(this + ": the generation of this thread is broken, because " + why.text()
                + "; what the parties were to do together is not done. If it is broken still, reset() makes it usable");
    }

    @Override
    public void register() {
        inside(() -> {
            checkOpen(); // as in arrive()
            look();
            cell.enrol();
            return true;
        });
    }

    @Override
    public void deregister() {
        inside(() -> {
            if (waits())
                throw new IllegalStateException(
                        "threads of this process wait at " + this + ", so it stays a party; nothing was changed");
            cell.withdraw();
            return true;
        });
    }

    @Override
    public void abort() {
        inside(() -> {
            if (cell.phase() != Phase.BROKEN) cell.breakDown(Break.ABORT);
            return true;
        });
    }

    @Override
    public void reset() {
        inside(() -> {
            if (cell.arrived() > 0 || cell.phase() == Phase.ACTING) cell.breakDown(Break.RESET);
            cell.forgetDead();
            if (cell.phase() == Phase.BROKEN) cell.fill();
            return true;
        });
    }

    private void inside(Supplier<Boolean> step) {
        enter();
        try {
            cell.locked(step);
        } finally {
            leave();
        }
    }

    @Override
    public boolean isBroken() {
        enter();
        try {
            if (cell.phase() == Phase.BROKEN) return true;
            return cell.hasDeadParty() && cell.locked(this::look) == Phase.BROKEN;
        } finally {
            leave();
        }
    }

    @Override
    public int getParties() {
        enter();
        try {
            return cell.parties();
        } finally {
            leave();
        }
    }

    @Override
    public int getNumberWaiting() {
        enter();
        try {
            return cell.arrived();
        } finally {
            leave();
        }
    }

    /** Of a process that closes it: it leaves nobody who was counted, and is no party any more. */
    @Override
    void end() {
        cell.locked(() -> {
            if (waits()) cell.breakDown(Break.CLOSE);
            cell.withdraw();
            return true;
        });
    }

    /** With the lock: whether a thread of this process is in the generation that fills, or acts. */
    private boolean waits() {
        return hasArrived && lastArrival == cell.turn() && cell.phase() != Phase.BROKEN;
    }

    @Override
    Object form() {
        return new BarrierForm(name(), action);
    }

    @Override
    public String toString() {
        return "barrier " + name() + " (" + described(this::describe) + ")";
    }

    private String describe() {
        return switch (cell.phase()) {
            case FILLING -> cell.arrived() + " of " + cell.parties() + " wait";
            case ACTING -> cell.arrived() + " of " + cell.parties() + " wait, the last runs the action";
            case BROKEN ->
                "0 of " + cell.parties() + " wait, broken: " + cell.why().text();
        };
    }
}
