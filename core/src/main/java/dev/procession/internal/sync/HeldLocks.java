package dev.procession.internal.sync;

import dev.procession.internal.memory.Domain;
import java.util.ArrayList;
import java.util.List;

/** What the calling thread has locked, and where, as far as somebody watched then. */
final class HeldLocks {
    private static final ThreadLocal<List<Take>> OF_THREAD = ThreadLocal.withInitial(ArrayList::new);
    private static final int MOST_FRAMES = 24;

    private HeldLocks() {}

    private record Take(RobustLock lock, Throwable where) {}

    static void taken(RobustLock lock) {
        OF_THREAD.get().add(new Take(lock, new Throwable()));
    }

    @SuppressWarnings("ReferenceEquality") // a lock is one object in a process
    static void given(RobustLock lock) {
        List<Take> takes = OF_THREAD.get();
        takes.removeIf(take -> take.lock == lock);
        if (takes.isEmpty()) OF_THREAD.remove();
    }

    /** Where the calling thread is, and where it took what it holds. */
    static String describe(Domain domain) {
        Thread self = Thread.currentThread();
        var text = new StringBuilder("thread \"" + self.getName() + "\" of process "
                + domain.pid(domain.self().half()) + " waits at\n");
        append(text, new Throwable());
        for (Take take : OF_THREAD.get()) {
            text.append("it took lock ").append(take.lock.name()).append(" at\n");
            append(text, take.where);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Throwable where) {
        StackTraceElement[] frames = where.getStackTrace();
        int first = 0;
        while (first < frames.length && isOurs(frames[first])) first++;
        for (int i = first; i < Math.min(frames.length, first + MOST_FRAMES); i++) {
            text.append("    ").append(frames[i]).append('\n');
        }
    }

    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().startsWith(HeldLocks.class.getPackageName() + ".");
    }
}
