package dev.procession.sync;

import dev.procession.internal.memory.Domain;
import dev.procession.process.ChildProcess;

/** A program that holds one of each of what is shared, as its child does; says where they are. */
final class SharedThingsPeer {
    private SharedThingsPeer() {}

    public static void main(String[] args) throws Exception {
        ProcessLock lock = ProcessLock.create();
        ProcessCondition condition = ReentrantProcessLock.create().newCondition();
        ProcessReadWriteLock table = ProcessReadWriteLock.create();
        ProcessSemaphore held = ProcessSemaphore.held(2);
        ProcessBarrier barrier = ProcessBarrier.create(3);
        ProcessCountDownLatch there = ProcessCountDownLatch.create(1);
        ProcessEvent never = ProcessEvent.create();
        SharedLong number = SharedLong.create(1);
        table.readLock().lock();
        held.acquire();
        ChildProcess child = ChildProcess.launch(() -> {
            lock.lock();
            held.acquire();
            barrier.register();
            number.incrementAndGet();
            System.out.println(condition);
            there.countDown();
            never.await();
        });
        there.await();
        System.out.println("folder " + Domain.acquire().folder());
        child.join();
    }
}
