package dev.procession.crash;

import dev.procession.ProcessionException;
import dev.procession.StartException;
import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A program that may have few descriptors: opens pools until it is refused, and sees what goes on. */
final class DescriptorLimitPeer {
    private static final int MOST_POOLS = 100;

    private DescriptorLimitPeer() {}

    public static void main(String[] args) throws Exception {
        loadClasses();
        int before = LimitPeer.descriptors();
        Deque<ProcessPool> pools = new ArrayDeque<>();
        String became = "worked";
        while (became.startsWith("worked") && pools.size() < MOST_POOLS) became = openAnother(pools);
        System.out.println("then " + became);
        System.out.println("opened " + (pools.size() > 1));
        for (ProcessPool pool : pools) if (pool.run(() -> 6 * 7) != 42) throw new AssertionError(pool);
        System.out.println("goes-on");
        pools.removeLast().close();
        System.out.println("again " + openAnother(pools));
        killWithoutDescriptors(pools.removeLast());
        pools.forEach(ProcessPool::close);
        LimitPeer.awaitNothingLeft(before);
        System.out.println("nothing-left");
    }

    /** Without a descriptor a JVM loads no class from a folder: what works and what is refused is seen once before. */
    private static void loadClasses() throws Exception {
        try (var works = LimitPeer.open(1)) {
            LimitPeer.firstTask(works);
            ProcessFuture<Integer> stubborn = works.submit(DescriptorLimitPeer::spin);
            while (works.workers().getFirst().state() != WorkerInfo.State.BUSY) Thread.onSpinWait();
            works.shutdownNow();
            stubborn.outcome();
        }
        try {
            Descriptor.openFile(Path.of("/nowhere"), Descriptor.O_RDONLY, 0);
        } catch (OsException e) {
            LimitPeer.refusal(new StartException("nothing could be started: " + e, e));
        }
        try (var refused =
                ProcessPool.open(o -> o.withWorkers(1).withChild(c -> c.withDirectory(Path.of("/nowhere"))))) {
            LimitPeer.firstTask(refused);
        }
    }

    private static int spin() {
        while (true) Thread.onSpinWait();
    }

    private static String openAnother(Deque<ProcessPool> pools) throws InterruptedException {
        ProcessPool pool;
        try {
            pool = LimitPeer.open(1);
        } catch (ProcessionException e) {
            return LimitPeer.refusal(e);
        }
        String became = LimitPeer.firstTask(pool);
        if (became.startsWith("worked")) pools.addLast(pool);
        else pool.close();
        return became;
    }

    /** Not one descriptor is left, and a pool whose task ignores everything is to end. */
    private static void killWithoutDescriptors(ProcessPool pool) throws Exception {
        ProcessFuture<Integer> stubborn = pool.submit(DescriptorLimitPeer::spin);
        Deque<FileInputStream> all = new ArrayDeque<>();
        try {
            while (true) all.add(new FileInputStream("/dev/null"));
        } catch (IOException e) {
            pool.shutdownNow();
            System.out.println("killed " + stubborn.isDone());
        } finally {
            for (FileInputStream one : all) one.close();
        }
    }
}
