package dev.procession.kill;

import dev.procession.LossCause;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.pool.WorkerRole;
import dev.procession.internal.process.Birth;
import dev.procession.internal.process.Launched;
import dev.procession.internal.process.Launcher;
import dev.procession.os.Self;
import dev.procession.os.Signals;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.process.ChildOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A program that does with a pool whatever can be done, unless it is killed on the way. */
final class ParentVictim {
    /** So many bytes of properties do not fit into a command line, and go into a file. */
    private static final int MANY = 200_000;

    private static volatile long sink;

    private ParentVictim() {}

    /** What it does. */
    enum Work {
        /** Small tasks, one that is cancelled before it begins, and an end in order. */
        TASKS,
        /** A task that hangs with a process below it, until its limit. */
        HANG,
        /** A task that crashes; its error file goes into the folder that is given. */
        CRASH,
        /** Stops a child to be killed, and lets it go on. */
        SPARE
    }

    public static void main(String[] args) throws Exception {
        switch (Work.valueOf(args[0])) {
            case TASKS -> tasks();
            case HANG -> {
                try (var pool = ProcessPool.open(o ->
                        o.withWorkers(1).withTaskTimeout(Duration.ofMillis(200)).withGrace(Duration.ofMillis(50)))) {
                    pool.submit(ParentVictim::hang, 0).outcome();
                }
            }
            case CRASH -> {
                try (var pool = ProcessPool.open(
                        o -> o.withWorkers(1).withChild(c -> c.withCrashDirectory(Path.of(args[1]))))) {
                    pool.submit(() -> Signals.kill(Self.pid(), 11)).outcome();
                }
            }
            case SPARE -> spare();
        }
        System.out.println("survived");
    }

    private static void tasks() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2)
                .withJvmFlags("-XX:TieredStopAtLevel=1")
                .withSystemProperty("much", "x".repeat(MANY)))) {
            for (int i = 0; i < 20; i++) { // one by one: all who wait are asleep when the next one comes
                Thread.sleep(5);
                int input = i;
                pool.run(() -> -input);
            }
            pool.map(i -> -i, IntStream.range(0, 1000).boxed().toList()); // now tasks are sent ahead
            List<ProcessFuture<?>> futures = new ArrayList<>();
            for (int i = 0; i < 40; i++) futures.add(pool.submit(ParentVictim::nap, 1));
            for (ProcessFuture<?> future : futures.reversed()) future.cancel(false);
        }
    }

    private static int nap(int millis) throws Exception {
        Thread.sleep(millis);
        return millis;
    }

    private static int hang(int unused) throws Exception {
        new ProcessBuilder("sleep", "3").start(); // a descendant that is to be killed too
        while (true) sink = sink * 31 + System.nanoTime();
    }

    private static void spare() throws Exception {
        Domain domain = Domain.acquire();
        Launched launched = new Launcher(domain, ChildOptions.DEFAULTS)
                .start(Birth.here("spared", "", true), WorkerRole.class, 1024);
        launched.awaitReady(Duration.ofSeconds(20));
        launched.child().killIf(new LossCause.PoolClosed(), () -> false);
        launched.child().kill(new LossCause.PoolClosed());
        launched.dispose();
        Domain.release();
    }
}
