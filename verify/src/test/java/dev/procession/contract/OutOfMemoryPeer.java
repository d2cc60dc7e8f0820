package dev.procession.contract;

import dev.procession.pool.ProcessPool;
import dev.procession.testkit.Chaos;

/** A program in a small control group, one task of which takes more native memory than the group has. */
final class OutOfMemoryPeer {
    private OutOfMemoryPeer() {}

    /** Prints the kind of the loss, its status and its cause; then that the pool goes on. */
    public static void main(String[] args) throws Exception {
        long huge = 1L << 50; // no limit of ours: this is about the kernel's
        try (var pool =
                ProcessPool.open(o -> o.withWorkers(1).withMemoryLimit(huge).withMaxHeap("32m"))) {
            var certificate = Pools.certificate(pool.submit(() -> Chaos.fillNativeMemory(huge)));
            System.out.println("kind " + certificate.cause().kind());
            System.out.println("status " + certificate.status().orElseThrow());
            System.out.println("cause " + certificate.cause());
            System.out.println("next " + pool.run(() -> 6 * 7));
        }
        System.out.println("end");
    }
}
