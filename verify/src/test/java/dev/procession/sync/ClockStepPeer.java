package dev.procession.sync;

import dev.procession.process.ChildProcess;
import dev.procession.testkit.Eventually;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a second in every way there is, in vain, while its wall clock is set in the middle; says how long each took. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "restricted"}) // held to the end, in vain, by a library
final class ClockStepPeer {
    /** The names of the waits, in the order in which their times are said. */
    static final List<String> WAITS = List.of(
            "lock",
            "write lock",
            "read lock",
            "condition",
            "condition's predicate",
            "semaphore",
            "held semaphore",
            "event",
            "latch",
            "barrier",
            "join");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private ClockStepPeer() {}

    public static void main(String[] args) throws Exception {
        var shift = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global())
                                .findOrThrow("shift_clock"),
                        FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
        long seconds = Long.parseLong(args[1]);
        try (ProcessLock lock = ProcessLock.create();
                ProcessReadWriteLock both = ProcessReadWriteLock.create();
                ReentrantProcessLock first = ReentrantProcessLock.create();
                ReentrantProcessLock second = ReentrantProcessLock.create();
                ProcessSemaphore semaphore = ProcessSemaphore.create(0);
                ProcessSemaphore held = ProcessSemaphore.held(0);
                ProcessEvent event = ProcessEvent.create();
                ProcessCountDownLatch latch = ProcessCountDownLatch.create(1);
                ProcessBarrier barrier = ProcessBarrier.create(2);
                ChildProcess child = ChildProcess.launch(() -> Thread.sleep(Duration.ofMinutes(1)))) {
            lock.lock();
            both.writeLock().lock();
            ProcessCondition never = first.newCondition();
            ProcessCondition no = second.newCondition();
            var waits = new LinkedHashMap<String, Wait>();
            waits.put("lock", lock::tryLock);
            waits.put("write lock", both.writeLock()::tryLock);
            waits.put("read lock", time -> both.readLock().tryLock(time.toMillis(), TimeUnit.MILLISECONDS));
            waits.put("condition", time -> locked(first, () -> never.await(time)));
            waits.put("condition's predicate", time -> locked(second, () -> no.waitFor(() -> false, time)));
            waits.put("semaphore", semaphore::tryAcquire);
            waits.put("held semaphore", held::tryAcquire);
            waits.put("event", event::await);
            waits.put("latch", latch::await);
            waits.put("barrier", time -> meets(barrier, time));
            waits.put("join", child::join);
            millisOf(waits, Duration.ofMillis(1), threads -> {}); // so that all classes are there
            Map<String, Long> millis = millisOf(waits, SECOND, threads -> {
                Eventually.holds("all wait", () -> threads.stream().allMatch(ClockStepPeer::waits));
                step(shift, seconds);
            });
            for (String name : WAITS) System.out.println(name + ": " + millis.get(name));
            both.writeLock().unlock();
            lock.unlock();
        }
    }

    /** One that is in vain. */
    private interface Wait {
        boolean run(Duration time) throws Exception;
    }

    /** What is done while the threads wait. */
    private interface Meanwhile {
        void run(List<Thread> threads) throws Exception;
    }

    private static boolean locked(ReentrantProcessLock lock, Callable<Boolean> wait) throws Exception {
        lock.lock();
        try {
            return wait.call();
        } finally {
            lock.unlock();
        }
    }

    private static boolean meets(ProcessBarrier barrier, Duration time) throws Exception {
        try {
            barrier.await(time);
            return true;
        } catch (TimeoutException e) {
            barrier.reset();
            return false;
        }
    }

    private static Map<String, Long> millisOf(Map<String, Wait> waits, Duration time, Meanwhile meanwhile)
            throws Exception {
        var millis = new ConcurrentHashMap<String, Long>();
        List<Thread> threads = new ArrayList<>();
        waits.forEach((name, wait) ->
                threads.add(Thread.ofPlatform().start(() -> millis.put(name, millisOf(name, wait, time)))));
        meanwhile.run(threads);
        for (Thread thread : threads) thread.join();
        return millis;
    }

    private static long millisOf(String name, Wait wait, Duration time) {
        try {
            long startNanos = System.nanoTime();
            if (wait.run(time)) throw new AssertionError(name + " was not in vain");
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        } catch (Exception e) {
            throw new AssertionError(name + " failed", e);
        }
    }

    /** A join waits in Java, all others in the kernel. */
    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING || Waiters.sleeps(thread);
    }

    /** Sets the wall clock, and makes sure that this JVM believes it. */
    private static long step(MethodHandle shift, long seconds) {
        long before = System.currentTimeMillis();
        try {
            shift.invokeExact(seconds);
        } catch (Throwable e) {
            throw new AssertionError("the clock was not set", e);
        }
        long stepMillis = System.currentTimeMillis() - before;
        if (Math.abs(stepMillis - seconds * 1_000) > 60_000) {
            throw new AssertionError("the wall clock moved by " + stepMillis + " ms, not by " + seconds + " s");
        }
        return stepMillis;
    }
}
