package dev.procession.benchmarks.ring;

import dev.procession.benchmarks.Effort;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The near side: measures. */
final class Ping {
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    private static final int KEPT_SAMPLES = 200;
    private static final int MESSAGES_PER_CLOCK_READ = 256;

    private final Wire wire;
    private final Effort effort;
    private final byte[] echo = Message.of(Message.ECHO, Message.SMALL_BYTES);
    private final Wire.Sink sink = this::take;
    private byte command;
    private long number;
    private boolean replied;
    private long sent;

    Ping(Wire wire, Effort effort) {
        this.wire = wire;
        this.effort = effort;
    }

    /** Chooses how both sides wait. */
    void spin(boolean on) throws Exception {
        ask(Message.of(on ? Message.SPIN : Message.SLEEP, Message.SMALL_BYTES));
        wire.spin(on);
    }

    /** The microseconds of round trips, evenly spread over all that were made. */
    double[] roundTripMicros() throws Exception {
        roundTrips(effort.nanos(WARM_UP_NANOS));
        long[] nanos = roundTrips(effort.nanos(MEASURED_NANOS));
        double[] kept = new double[Math.min(KEPT_SAMPLES, nanos.length)];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = nanos[(int) ((long) i * nanos.length / kept.length)] / 1e3;
        }
        return kept;
    }

    /** Bytes per nanosecond of messages that go one way. */
    double bytesPerNano(int messageBytes) throws Exception {
        oneWay(messageBytes, effort.nanos(WARM_UP_NANOS));
        return oneWay(messageBytes, effort.nanos(MEASURED_NANOS));
    }

    void stop() throws Exception {
        wire.send(Message.of(Message.STOP, Message.SMALL_BYTES));
    }

    private long[] roundTrips(long forNanos) throws Exception {
        long[] nanos = new long[1 << 16];
        int count = 0;
        long start = System.nanoTime();
        long before = start;
        do {
            if (count == nanos.length) nanos = Arrays.copyOf(nanos, 2 * count);
            Message.number(echo, ++sent);
            ask(echo);
            long now = System.nanoTime();
            nanos[count++] = now - before;
            before = now;
        } while (before - start < forNanos);
        return Arrays.copyOf(nanos, count);
    }

    private double oneWay(int messageBytes, long forNanos) throws Exception {
        byte[] data = Message.of(Message.DATA, messageBytes);
        int perClockRead = messageBytes == Message.SMALL_BYTES ? MESSAGES_PER_CLOCK_READ : 1;
        long count = 0;
        long start = System.nanoTime();
        do {
            for (int i = 0; i < perClockRead; i++) {
                Message.number(data, count++);
                wire.send(data);
            }
        } while (System.nanoTime() - start < forNanos);
        ask(Message.of(Message.COUNT, Message.SMALL_BYTES));
        long nanos = System.nanoTime() - start;
        if (number != count) throw new IllegalStateException(number + " of " + count + " messages came");
        return (double) count * messageBytes / nanos;
    }

    /** Sends something that is answered in kind, and waits for the answer. */
    private void ask(byte[] question) throws Exception {
        replied = false;
        wire.send(question);
        while (!replied) wire.receive(sink);
        if (command != question[0] || (command == Message.ECHO && number != sent)) {
            throw new IllegalStateException("command " + question[0] + " was answered by " + command);
        }
    }

    private void take(byte[] reply) {
        command = reply[0];
        number = Message.number(reply);
        replied = true;
    }
}
