package dev.procession.crash;

import dev.procession.ProcessionException;
import dev.procession.internal.memory.Domain;
import dev.procession.os.Futex;
import dev.procession.pool.ProcessPool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program that opens a pool, uses it and closes it, twice; and says where shared memory stood and what is left there. */
final class TwicePeer {
    private TwicePeer() {}

    public static void main(String[] args) throws Exception {
        System.out.println("wait-any " + Futex.hasWaitAny());
        for (int i = 0; i < 2; i++) {
            Path folder;
            try (var pool = ProcessPool.open(o -> o.withWorkers(1))) {
                folder = Domain.acquire().folder();
                Domain.release();
                System.out.println("folder " + folder);
                System.out.println("answer " + pool.run(() -> 6 * 7));
                System.out.println("child's wait-any " + pool.run(() -> Futex.hasWaitAny()));
            } catch (ProcessionException e) {
                System.out.println("refused " + e.getClass().getSimpleName() + " " + e.getMessage());
                return;
            }
            System.out.println("left " + Files.exists(folder));
        }
        for (String base : args) System.out.println("in " + base + ": " + names(Path.of(base)));
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString())
                    .filter(n -> n.startsWith("procession-"))
                    .toList();
        }
    }
}
