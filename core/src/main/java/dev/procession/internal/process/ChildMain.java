package dev.procession.internal.process;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.ObjectId;
import dev.procession.internal.memory.Owner;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.sync.Liveness;
import dev.procession.os.ParentWatch;
import dev.procession.os.Self;
import dev.procession.os.Signals;
import java.nio.file.Path;

/**
 * The main class of the JVMs of a pool.
 *
 * <p>It joins the domain, hangs itself on its parent's FIFO, maps the channel, says that it is ready, and then is its role. A
 * daemon thread serves the parent's commands. The native thread of main lives as long as the JVM, so the parent-death signal,
 * which is a thread's, may hang on it.
 *
 * <p>What stands before {@link ControlBlock#ready} is paid by every start: no lambdas, no formatting, no streams there.
 */
public final class ChildMain {
    /** Of a child that could not boot: its words are on standard error. */
    private static final int CANNOT_BOOT = 70;
    /** Of a child whose parent had ended before it was armed. */
    private static final int PARENT_GONE = 71;

    private ChildMain() {}

    /** Boots a child; the arguments are those that {@link CommandLine} writes. What the role throws is for the JVM to show. */
    public static void main(String[] args) throws Exception {
        boot(args).run();
    }

    private static ChildRole boot(String[] args) {
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

    private static ChildRole ready(String[] args) throws ReflectiveOperationException {
        Path folder = Path.of(args[0]);
        ObjectId channelId = ObjectId.parse(args[1]);
        ObjectId parentId = ObjectId.parse(args[2]);
        Owner parent = new Owner(parentId.index(), parentId.generation());
        Birth birth = Birth.parse(args, 5);
        Domain domain = Domain.join(folder, parent);
        ParentWatch.armKillOnHangup(Path.of(args[3]));
        Self.setParentDeathSignal(Signals.SIGKILL);
        if (Self.parentPid() != birth.parentPid())
            Runtime.getRuntime().halt(PARENT_GONE); // it ended before we were armed
        ThisProcess.become(birth);
        SharedSegment segment =
                domain.openObject(channelId, SegmentKind.CHANNEL).segment();
        ControlBlock control = new ControlBlock(segment, ChannelLayout.CONTROL_AT, domain);
        Duplex duplex = Duplex.childEnd(segment, ChannelLayout.DUPLEX_AT, domain);
        Runtime.getRuntime().addShutdownHook(new ExitWitness(control));
        Liveness parentLives = new Liveness() {
            @Override
            public boolean isAlive() {
                return domain.isAlive(parent);
            }
        };
        var link = new ChildLink(segment, control, duplex, parentLives);
        ChildRole role = Class.forName(args[4])
                .asSubclass(ChildRole.class)
                .getConstructor(ChildLink.class)
                .newInstance(link);
        Thread commands = new Thread(
                null,
                new Runnable() {
                    @Override
                    public void run() {
                        serve(control, role);
                    }
                },
                "procession-commands");
        commands.setDaemon(true);
        commands.start();
        control.ready();
        duplex.writer().ringReader();
        return role;
    }

    private static void serve(ControlBlock control, ChildRole role) {
        while (true) {
            try {
                int bits = control.takeCommand();
                if ((bits & ControlBlock.DUMP) != 0) control.writeDump(ThreadDump.of(role.worker()));
                if ((bits & ControlBlock.END) != 0) end(control);
                if ((bits & ControlBlock.INTERRUPT) != 0)
                    role.interrupt(control.about()); // after it: it knows then why
            } catch (InterruptedException e) {
                // by code that interrupts every thread it finds: the parent's commands come all the same
            }
        }
    }

    private static void end(ControlBlock control) {
        control.markEnd(EndMark.ORDERLY, "");
        System.exit(0);
    }
}
