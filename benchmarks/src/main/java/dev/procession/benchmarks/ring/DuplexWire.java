package dev.procession.benchmarks.ring;

import dev.procession.LossCause;
import dev.procession.internal.channel.Duplex;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.channel.RingReader;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.process.Birth;
import dev.procession.internal.process.ChildLink;
import dev.procession.internal.process.ChildRole;
import dev.procession.internal.process.Launched;
import dev.procession.internal.process.Launcher;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.sync.Liveness;
import dev.procession.process.ChildOptions;
import dev.procession.process.Output;
import java.time.Duration;

/** Ours: the channel between a parent and its child. A spin that never ends is ended by the bound on the whole program. */
final class DuplexWire implements Wire {
    private static final int KIND = 1;
    private static final int LONGEST_MESSAGE = 2 * Message.LARGE_BYTES;

    private final Duplex duplex;
    private final RingReader reader;
    private final Liveness peer;
    private final Runnable onClose;
    private boolean spinning;

    private DuplexWire(Duplex duplex, Liveness peer, Runnable onClose) {
        this.duplex = duplex;
        this.reader = duplex.reader();
        this.peer = peer;
        this.onClose = onClose;
    }

    /**
     * Starts a child that is the far side.
     *
     * @param processor where it runs
     */
    static DuplexWire toChild(int processor) throws Exception {
        Domain domain = Domain.acquire();
        ChildOptions options =
                ChildOptions.DEFAULTS.withJvmFlags("-D" + PingMain.NO_SPIN).withOutput(Output.DISCARD);
        Launched child = new Launcher(domain, options).start(Birth.here("pong", "", true), Role.class, LONGEST_MESSAGE);
        child.awaitReady(Duration.ofSeconds(30));
        Cores.pin(processor, child.child().pid(), true);
        return new DuplexWire(child.duplex(), child.child(), () -> {
            child.child().kill(new LossCause.PoolClosed()); // it may hang; else it has ended
            child.dispose();
            Domain.release();
        });
    }

    @Override
    public void send(byte[] message) throws InterruptedException {
        var outgoing = new Outgoing(KIND, message, message.length);
        if (spinning) {
            while (!duplex.writer().advance(outgoing)) Thread.onSpinWait();
        } else if (!duplex.send(outgoing, peer)) {
            throw gone();
        }
    }

    @Override
    public void receive(Sink sink) throws Exception {
        Incoming message = reader.poll();
        while (message == null) {
            await();
            message = reader.poll();
        }
        while (message != null) {
            sink.accept(message.bytes());
            message = reader.poll();
        }
    }

    private void await() throws InterruptedException {
        if (spinning) {
            while (!reader.hasData()) Thread.onSpinWait();
        } else if (!duplex.ownBell().await(Bell.DATA | Bell.LOCAL, reader::hasData, peer, Long.MAX_VALUE)) {
            throw gone();
        }
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the other process is gone");
    }

    @Override
    public void spin(boolean on) {
        spinning = on;
    }

    @Override
    public void close() {
        onClose.run();
    }

    /** The far side. */
    public static final class Role implements ChildRole {
        private final ChildLink link;
        private final Thread thread = Thread.currentThread();

        /** Prepares; called by name. */
        public Role(ChildLink link) {
            this.link = link;
        }

        @Override
        public void run() {
            try {
                new Pong(new DuplexWire(link.duplex(), link.parent(), () -> {})).serve();
                System.exit(0);
            } catch (Throwable t) { // of whatever kind: the parent must learn of it
                link.control().markFailure(t);
                Runtime.getRuntime().halt(LOOP_FAILED);
            }
        }

        @Override
        public void interrupt(long task) {
            thread.interrupt();
        }

        @Override
        public Thread worker() {
            return thread;
        }
    }
}
