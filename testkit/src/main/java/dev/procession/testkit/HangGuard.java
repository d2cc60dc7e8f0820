package dev.procession.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Watches one piece of work in one thread, from a thread of its own; see {@link Watchdog} for what it does when that hangs. */
final class HangGuard implements Runnable {
    private final String what;
    private final Duration limit;
    private final Thread watched;
    private final Consumer<String> printer;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread self;
    private volatile boolean fired;

    HangGuard(String what, Duration limit, Thread watched, Consumer<String> printer) {
        this.what = what;
        this.limit = limit;
        this.watched = watched;
        this.printer = printer;
        this.self = Thread.ofPlatform().daemon().name("testkit-watchdog").unstarted(this);
    }

    void start() {
        self.start();
    }

    /**
     * The work is done, and no interrupt of this guard's comes later.
     *
     * @throws AssertionError if it had taken too long
     */
    void end() throws InterruptedException {
        ended.countDown();
        if (fired) Thread.interrupted(); // meant for the work, which is over
        self.join();
        if (fired) {
            Thread.interrupted();
            throw new AssertionError(what + " took longer than " + limit.toMillis()
                    + " ms; its stacks are on standard error, and the processes below it were killed");
        }
    }

    @Override
    public void run() {
        try {
            if (ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) return;
        } catch (InterruptedException e) {
            return; // nobody does; then there is no watching
        }
        fired = true;
        List<Sighting> below = Processes.descendants(ProcessHandle.current().pid());
        printer.accept("==== " + what + " hangs, after " + limit.toMillis() + " ms");
        printer.accept(Stacks.ofThisJvm());
        for (Sighting process : below) printer.accept(Stacks.of(process.pid()));
        printer.accept("==== end of the stacks of " + what);
        Processes.kill(below);
        if (ended.getCount() > 0) watched.interrupt();
    }
}
