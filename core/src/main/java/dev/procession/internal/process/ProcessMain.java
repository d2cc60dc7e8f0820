package dev.procession.internal.process;

import dev.procession.internal.memory.ParentDomain;
import dev.procession.os.Signals;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * The main class of a JVM that runs one task.
 *
 * <p>Its parent hangs it on the parent's FIFO from outside, and then says GO; a child whose parent died before reads the end of
 * the pipe, and ends. So nothing has to be linked and no shared memory mapped before the task runs: that is half of a boot. Who
 * uses more of the library in the child pays for it there, once.
 *
 * <p>What stands before READY is paid by every start: no lambdas, no formatting, no streams there.
 */
public final class ProcessMain {
    /** Of a child that could not boot: its words are on standard error. */
    private static final int CANNOT_BOOT = 70;

    /** Of a child whose parent ended before it was armed. */
    static final int PARENT_GONE = 71;

    /** Of a child that was asked to end: the code of a JVM that SIGTERM ends. */
    static final int TERMINATED = 128 + Signals.SIGTERM;

    private static final byte[] NOTHING = {};

    private ProcessMain() {}

    /** Boots a child; the arguments are those that {@link TaskChild} writes. What the task throws is for the JVM to show. */
    public static void main(String[] args) throws Exception {
        boot(args).run();
    }

    private static ProcessRole boot(String[] args) {
        try {
            return ready(args);
        } catch (Throwable t) { // whatever it is, the parent has only these words
            System.err.println("procession: this child process could not start");
            t.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(CANNOT_BOOT);
            throw new AssertionError(t);
        }
    }

    private static ProcessRole ready(String[] args) throws IOException {
        ParentDomain.remember(args[0], args[1]);
        ThisProcess.become(Birth.parse(args, 2));
        var sender = new ChildSender();
        var orders = new OrderReader(sender);
        byte[] start;
        try (var task = new FileInputStream(ProcessFrames.path(ProcessFrames.TASK_DESCRIPTOR))) {
            start = task.readAllBytes();
        }
        var role = new ProcessRole(start, sender);
        if (!orders.awaitGo()) Runtime.getRuntime().halt(PARENT_GONE);
        Runtime.getRuntime().addShutdownHook(new ExitWitness(sender));
        orders.start(role);
        sender.send(ProcessFrames.READY, NOTHING, 0);
        return role;
    }
}
