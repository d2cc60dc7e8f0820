package dev.procession.sync;

import dev.procession.process.ChildProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private static final Duration HALF = SECOND.dividedBy(2);

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
            var waits = new LinkedHashMap<String, Callable<Boolean>>();
            waits.put("lock", () -> lock.tryLock(SECOND));
            waits.put("write lock", () -> both.writeLock().tryLock(SECOND));
            waits.put("read lock", () -> both.readLock().tryLock(1, TimeUnit.SECONDS));
            ProcessCondition never = first.newCondition();
            ProcessCondition no = second.newCondition();
            waits.put("condition", () -> locked(first, () -> never.await(SECOND)));
            waits.put("condition's predicate", () -> locked(second, () -> no.waitFor(() -> false, SECOND)));
            waits.put("semaphore", () -> semaphore.tryAcquire(SECOND));
            waits.put("held semaphore", () -> held.tryAcquire(SECOND));
            waits.put("event", () -> event.await(SECOND));
            waits.put("latch", () -> latch.await(SECOND));
            waits.put("barrier", () -> meets(barrier));
            waits.put("join", () -> child.join(SECOND));
            tellTimes(waits, () -> step(shift, seconds));
            both.writeLock().unlock();
            lock.unlock();
        }
    }

    private static boolean locked(ReentrantProcessLock lock, Callable<Boolean> wait) throws Exception {
        lock.lock();
        try {
            return wait.call();
        } finally {
            lock.unlock();
        }
    }

    private static boolean meets(ProcessBarrier barrier) throws Exception {
        try {
            barrier.await(SECOND);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static void tellTimes(Map<String, Callable<Boolean>> waits, Callable<?> halfWay) throws Exception {
        var begun = new CountDownLatch(waits.size());
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Executors.defaultThreadFactory())) {
            var times = new LinkedHashMap<String, Future<Long>>();
            waits.forEach((name, wait) -> times.put(name, threads.submit(() -> millisOf(name, wait, begun))));
            begun.await();
            Thread.sleep(HALF); // until all are in the middle of it
            halfWay.call();
            for (Map.Entry<String, Future<Long>> time : times.entrySet()) {
                System.out.println(time.getKey() + ": " + time.getValue().get());
            }
        }
    }

    private static long millisOf(String name, Callable<Boolean> wait, CountDownLatch begun) throws Exception {
        long startNanos = System.nanoTime();
        begun.countDown();
        if (wait.call()) throw new AssertionError(name + " was not in vain");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
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
