package dev.procession.crash;

import dev.procession.OutOfSharedMemoryException;
import dev.procession.PoolBrokenException;
import dev.procession.pool.ProcessPool;
import java.io.File;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Opens a pool that needs more shared memory than there is, and prints what it is told. */
final class SmallMemoryPeer {
    private SmallMemoryPeer() {}

    public static void main(String[] args) throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(8))) {
            pool.submit(() -> 1).get(); // the workers that fit may do it; then the others break the pool
            while (!pool.isShutdown()) Thread.onSpinWait();
            pool.submit(() -> 2).get();
        } catch (OutOfSharedMemoryException e) {
            System.out.println(e);
        } catch (ExecutionException e) {
            print(e.getCause());
        } catch (RejectedExecutionException e) {
            print(e.getCause());
        }
        String[] left = new File("/dev/shm").list();
        System.out.println(left != null && left.length == 0 ? "nothing left" : "left: " + String.join(" ", left));
    }

    private static void print(@Nullable Throwable failure) {
        System.out.println(failure);
        if (failure instanceof PoolBrokenException broken) System.out.println(broken.getCause());
    }
}
