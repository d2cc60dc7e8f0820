package dev.procession.internal.process;

import dev.procession.RemoteTask;
import dev.procession.internal.codec.Decoder;
import dev.procession.os.Descriptor;
import dev.procession.os.ProcFs;
import dev.procession.os.Self;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The main class of a detached process. It belongs to nobody: no FIFO of a parent, no domain but its own, if it makes one.
 *
 * <p>Until it is ready, its output goes to who started it; then to where it is wanted. Descriptors that it was given beside the
 * standard ones are closed before the task runs, so that nothing it starts inherits them.
 */
public final class DetachedMain {
    /** Where the encoded task is read. */
    static final int TASK = 3;
    /** Where it says that it is ready: its pid and its start in ticks, two longs, by which it is known also if it ends at once. */
    static final int READY = 4;

    /** In place of a file. */
    static final String NOWHERE = "/dev/null";

    private static final int CANNOT_BOOT = 70;
    private static final int NAME_TAKEN = 73;
    private static final int USUAL_MODE = 0666;

    private DetachedMain() {}

    /** Boots it; the arguments are the folder of pid files, its name and the file of its output. */
    public static void main(String[] args) throws Exception {
        boot(Path.of(args[0]), args[1], Path.of(args[2])).run();
    }

    private static RemoteTask boot(Path folder, String name, Path output) {
        try {
            if (PidFile.take(folder, name)) return ready(name, output);
            System.err.println("another detached process of the name '" + name + "' runs already");
            Runtime.getRuntime().halt(NAME_TAKEN);
        } catch (Throwable t) { // whatever it is, who started it has only these words
            System.err.println("procession: this detached process could not start");
            t.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(CANNOT_BOOT);
        }
        throw new AssertionError("halt returns to nobody");
    }

    private static RemoteTask ready(String name, Path output) throws IOException {
        ThisProcess.becomeFirst(name, Self.pid());
        byte[] bytes = Files.readAllBytes(Path.of("/proc/self/fd/" + TASK));
        Object decoded = Decoder.trusting(ClassLoader.getSystemClassLoader()).decode(bytes, 0, bytes.length);
        if (!(decoded instanceof RemoteTask task)) throw new IllegalStateException("no task arrived, but " + decoded);
        int file =
                Descriptor.openFile(output, Descriptor.O_WRONLY | Descriptor.O_CREAT | Descriptor.O_APPEND, USUAL_MODE);
        System.out.flush();
        Descriptor.replace(file, 1);
        Descriptor.replace(file, 2);
        Descriptor.close(file);
        Descriptor.close(TASK);
        try (Arena arena = Arena.ofConfined()) {
            int pid = Self.pid();
            MemorySegment identity = arena.allocateFrom(ValueLayout.JAVA_LONG, pid, ProcFs.startTicks(pid));
            Descriptor.write(READY, identity); // throws if nobody waits any more: then it is not to run
        }
        Descriptor.close(READY);
        return task;
    }
}
