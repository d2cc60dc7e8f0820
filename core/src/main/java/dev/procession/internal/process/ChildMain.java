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
 * The main class of every child JVM.
 *
 * <p>It joins the domain, hangs itself on its parent's FIFO, maps the channel, says that it is ready, and starts its role. Its
 * main thread then serves the parent's commands and never ends before the JVM does, so the parent-death signal, which is a
 * thread's, may hang on it.
 *
 * <p>What stands before {@link ControlBlock#ready} is paid by every start: no lambdas, no formatting, no streams there.
 */
public final class ChildMain {
    /** Of a child that could not boot: its words are on standard error. */
    private static final int CANNOT_BOOT = 70;
    /** Of a child whose parent had ended before it was armed. */
    private static final int PARENT_GONE = 71;

    private ChildMain() {}

    /** Boots a child; the arguments are those that {@link CommandLine} writes. */
    public static void main(String[] args) {
        try {
            new ChildMain().boot(args);
        } catch (Throwable t) { // whatever it is, the parent has only these words
            System.err.println("procession: this child process could not start");
            t.printStackTrace();
            System.err.flush();
            Runtime.getRuntime().halt(CANNOT_BOOT);
        }
    }

    private void boot(String[] args) throws ReflectiveOperationException, InterruptedException {
        Path folder = Path.of(args[0]);
        ObjectId channelId = ObjectId.parse(args[1]);
        ObjectId parentId = ObjectId.parse(args[2]);
        Owner parent = new Owner(parentId.index(), parentId.generation());
        int parentPid = Integer.parseInt(args[3]);
        String name = args[4];
        Domain domain = Domain.join(folder, parent);
        ParentWatch.armKillOnHangup(Path.of(args[5]));
        Self.setParentDeathSignal(Signals.SIGKILL);
        if (Self.parentPid() != parentPid) Runtime.getRuntime().halt(PARENT_GONE); // it ended before we were armed
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
        var link = new ChildLink(name, domain, segment, control, duplex, parentLives);
        ChildRole role = Class.forName(args[6])
                .asSubclass(ChildRole.class)
                .getConstructor(ChildLink.class)
                .newInstance(link);
        control.ready(domain.self());
        duplex.writer().ringReader();
        role.start();
        serve(control, role);
    }

    private static void serve(ControlBlock control, ChildRole role) throws InterruptedException {
        while (true) {
            int bits = control.takeCommand();
            if ((bits & ControlBlock.DUMP) != 0) control.writeDump(ThreadDump.of(role.worker()));
            if ((bits & ControlBlock.INTERRUPT) != 0) role.interrupt(control.about());
            if ((bits & ControlBlock.END) != 0) {
                control.markEnd(ControlBlock.ORDERLY, "");
                System.exit(0);
            }
        }
    }
}
