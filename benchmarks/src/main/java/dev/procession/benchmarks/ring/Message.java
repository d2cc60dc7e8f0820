package dev.procession.benchmarks.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What travels: a command in the first byte, a number in the second eight, and nothing else of meaning. */
final class Message {
    static final int SMALL_BYTES = 32;
    static final int LARGE_BYTES = 1 << 20;

    /** To be sent back as it is. */
    static final byte ECHO = 0;
    /** To be counted: its number must be that of those before it. */
    static final byte DATA = 1;
    /** To be sent back with how many data have come since the last of these. */
    static final byte COUNT = 2;
    /** To be sent back; from then on the other side spins. */
    static final byte SPIN = 3;
    /** To be sent back; from then on the other side sleeps. */
    static final byte SLEEP = 4;
    /** The last one. */
    static final byte STOP = 5;

    private static final int NUMBER_AT = 8;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Message() {}

    static byte[] of(byte command, int bytes) {
        byte[] message = new byte[bytes];
        message[0] = command;
        return message;
    }

    static long number(byte[] message) {
        return (long) LONG.get(message, NUMBER_AT);
    }

    static void number(byte[] message, long number) {
        LONG.set(message, NUMBER_AT, number);
    }
}
