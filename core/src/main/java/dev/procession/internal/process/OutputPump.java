package dev.procession.internal.process;

import dev.procession.os.Descriptor;
import dev.procession.os.EventFd;
import dev.procession.os.Futex;
import dev.procession.os.Poll;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of all children of this process, in one thread. It comes with the first child and goes with the last.
 *
 * <p>A consumer of lines that never returns keeps it for ever: then no child is read any more, and each waits once its pipe is
 * full. Nothing else depends on this thread without a bound.
 *
 * <p>Only the pump's thread closes a pipe's descriptor, after it has taken it out of the poll: a number that is closed
 * elsewhere could be somebody else's by the time it is polled.
 */
final class OutputPump {
    private static final OutputPump INSTANCE = new OutputPump();

    private final ArrayDeque<LineStream> added = new ArrayDeque<>();
    private @Nullable Pumping pumping;

    private OutputPump() {}

    static OutputPump instance() {
        return INSTANCE;
    }

    /** Takes over the reading ends of a child's pipes: both, or none if it throws. */
    synchronized void add(LineStream out, LineStream err) {
        Pumping now = pumping;
        if (now == null) {
            now = new Pumping(new EventFd());
            start(now);
            pumping = now; // only now: with a thread that could not be started, the next child tries again
        }
        added.add(out);
        added.add(err);
        now.wake.signal();
    }

    private static void start(Pumping pumping) {
        boolean started = false;
        try {
            Thread.ofPlatform().daemon().name("procession-output").start(pumping);
            started = true;
        } finally {
            if (!started) pumping.wake.close();
        }
    }

    /** Makes the pump look for streams that have been asked to end. */
    synchronized void wake() {
        if (pumping != null) pumping.wake.signal();
    }

    private synchronized @Nullable LineStream nextAdded() {
        return added.poll();
    }

    /** Ends the thread if there is nothing to do; under the lock, so that no stream is added to a thread that goes. */
    private synchronized boolean endIfIdle(Map<Integer, LineStream> streams) {
        if (!streams.isEmpty() || !added.isEmpty()) return false;
        pumping = null;
        return true;
    }

    private final class Pumping implements Runnable {
        private final EventFd wake;
        private final Poll poll = new Poll(16);
        private final Map<Integer, LineStream> streams = new HashMap<>();

        Pumping(EventFd wake) {
            this.wake = wake;
            poll.add(wake.descriptor(), Poll.READABLE);
        }

        @Override
        public void run() {
            do {
                for (LineStream s = nextAdded(); s != null; s = nextAdded()) {
                    streams.put(s.descriptor(), s);
                    poll.add(s.descriptor(), Poll.READABLE);
                }
                poll.await(Futex.NO_DEADLINE);
                for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
                    int descriptor = poll.descriptor(i);
                    if (descriptor == wake.descriptor()) {
                        wake.drain();
                        continue;
                    }
                    LineStream stream = streams.get(descriptor);
                    if (stream != null && !stream.pump()) {
                        close(descriptor);
                        i--; // the last one took this index
                    }
                }
                streams.values().stream()
                        .filter(s -> s.isAskedToEnd() && !s.pump())
                        .map(LineStream::descriptor)
                        .toList()
                        .forEach(this::close);
            } while (!endIfIdle(streams));
            wake.close();
        }

        private void close(int descriptor) {
            poll.remove(descriptor);
            streams.remove(descriptor);
            Descriptor.close(descriptor);
        }
    }
}
