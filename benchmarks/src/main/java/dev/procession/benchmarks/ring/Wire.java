package dev.procession.benchmarks.ring;

import java.io.IOException;

/** One end of a way between two processes, for whole messages. Used by one thread. */
interface Wire extends AutoCloseable {
    /** Sends a message, waiting for room. The array may be used again afterwards. */
    void send(byte[] message) throws Exception;

    /** Waits for a message, and hands over it and what else is there. */
    void receive(Sink sink) throws Exception;

    /** Chooses how this end waits from now on: polling, or asleep. Only for wires that can do both. */
    void spin(boolean on);

    @Override
    void close() throws IOException;

    /** Takes messages; the array is the sink's only during the call. */
    interface Sink {
        void accept(byte[] message) throws Exception;
    }
}
