package dev.procession.crash;

import dev.procession.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program in a control group that it allows ever more threads and processes; at each number it tries to use a pool. */
final class ThreadLimitPeer {
    private static final int WORKERS = 2;

    private ThreadLimitPeer() {}

    public static void main(String[] args) throws Exception {
        Path group = Path.of(args[0]);
        int before = LimitPeer.descriptors();
        for (int more : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 20}) {
            int now = Integer.parseInt(
                    Files.readString(group.resolve("pids.current")).strip());
            limit(group, Integer.toString(now + more));
            String became = usePool();
            limit(group, "max");
            System.out.println(more + " " + became);
            LimitPeer.awaitNothingLeft(before);
        }
        try (var pool = LimitPeer.open(WORKERS)) {
            System.out.println("unlimited " + LimitPeer.firstTask(pool));
        }
    }

    private static String usePool() throws InterruptedException {
        try (var pool = LimitPeer.open(WORKERS)) {
            return LimitPeer.firstTask(pool);
        } catch (StartException e) {
            return LimitPeer.refusal(e);
        }
    }

    private static void limit(Path group, String most) throws IOException {
        Files.writeString(group.resolve("pids.max"), most);
    }
}
