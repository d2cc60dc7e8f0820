package dev.procession.internal.sync;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the calling thread reads, and how often. It keeps a lock that is read from becoming unreachable: it is the one that can be
 * unlocked.
 */
final class ReadHolds {
    private static final ThreadLocal<@Nullable List<ReadHolds>> OF_THREAD = new ThreadLocal<>();

    private final RobustReadWriteLock lock;
    private int count;

    private ReadHolds(RobustReadWriteLock lock) {
        this.lock = lock;
    }

    static int of(RobustReadWriteLock lock) {
        ReadHolds holds = find(lock);
        return holds == null ? 0 : holds.count;
    }

    static void add(RobustReadWriteLock lock) {
        ReadHolds holds = find(lock);
        if (holds == null) {
            holds = new ReadHolds(lock);
            List<ReadHolds> all = OF_THREAD.get();
            if (all == null) {
                all = new ArrayList<>();
                OF_THREAD.set(all);
            }
            all.add(holds);
        }
        holds.count++;
    }

    /** Returns how many are left. */
    static int remove(RobustReadWriteLock lock) {
        List<ReadHolds> all = OF_THREAD.get();
        ReadHolds holds = find(lock);
        if (holds == null || all == null) throw new IllegalStateException("not read by this thread: " + lock);
        if (--holds.count > 0) return holds.count;
        all.remove(holds);
        if (all.isEmpty()) OF_THREAD.remove();
        return 0;
    }

    @SuppressWarnings("ReferenceEquality") // a lock is one object in a process
    private static @Nullable ReadHolds find(RobustReadWriteLock lock) {
        List<ReadHolds> all = OF_THREAD.get();
        if (all == null) return null;
        for (ReadHolds holds : all) if (holds.lock == lock) return holds;
        return null;
    }
}
