package dev.procession.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts peers, JVMs of their own that take part in a test, and ends all that are left when it is closed.
 *
 * {@snippet :
 * try (var peers = new Peers()) {
 *     Peer holder = peers.start(LockHolder.class, "ledger");
 *     holder.awaitLine("held");
 *     holder.kill();
 * }
 * }
 *
 * <p>With JUnit, {@link PeerParameters} gives each test one as a parameter. Not for use by several threads.
 */
public final class Peers implements AutoCloseable {
    private final List<Peer> started = new ArrayList<>();

    /** Creates an object that has started nothing. */
    public Peers() {}

    /**
     * Starts a JVM with the class path of this one.
     *
     * @param main the class whose {@code main} runs
     * @param arguments its arguments, each told by its {@code toString}
     * @return the running peer
     */
    public Peer start(Class<?> main, Object... arguments) {
        return start(PeerSpec.of(main, arguments));
    }

    /**
     * Starts a JVM.
     *
     * @param spec how it is to be
     * @return the running peer
     */
    public Peer start(PeerSpec spec) {
        try {
            Process process =
                    new ProcessBuilder(spec.command()).redirectErrorStream(true).start();
            Peer peer = new Peer(spec.mainClass(), process);
            started.add(peer);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills every peer that still runs, with all processes below it, and waits for their ends. */
    @Override
    public void close() {
        for (Peer peer : started) peer.close();
        started.clear();
    }
}
