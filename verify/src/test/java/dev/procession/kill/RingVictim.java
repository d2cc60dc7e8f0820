package dev.procession.kill;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Lab;
import dev.procession.internal.memory.ObjectId;
import dev.procession.internal.memory.SegmentHeader;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.sync.BitMailbox;
import java.nio.file.Path;
import java.util.Arrays;

/** The child's end of a channel, which does one thing until it is killed. */
final class RingVictim {
    static final long DUPLEX_AT = SegmentHeader.BYTES;
    static final long MAILBOX_AT = DUPLEX_AT + Duplex.bytes();
    static final long BYTES = MAILBOX_AT + 128;
    static final int SMALL = 100;
    static final int MESSAGES = 6;

    /** Larger than the ring, so it goes in fragments. */
    static final int LARGE = 3 << 18;

    private RingVictim() {}

    /** What it does. */
    enum Work {
        /** Sends small messages, and a large one as the last; then closes its ring. */
        WRITE,
        /** Reads whatever comes, for ever, and sleeps when nothing does. */
        READ,
        /** Sets a bit of the mailbox. */
        POST,
        /** Takes the bits of the mailbox. */
        TAKE
    }

    public static void main(String[] args) throws Exception {
        Domain domain = Lab.join(Path.of(args[1]));
        SharedSegment segment =
                domain.openObject(ObjectId.parse(args[2]), SegmentKind.MEMORY).segment();
        Duplex duplex = Duplex.childEnd(segment, DUPLEX_AT, domain);
        BitMailbox mailbox = new BitMailbox(segment, MAILBOX_AT, domain);
        System.out.println("ready");
        switch (Work.valueOf(args[0])) {
            case WRITE -> write(duplex);
            case READ -> read(duplex);
            case POST -> mailbox.post(1);
            case TAKE -> mailbox.take();
        }
        System.out.println("survived");
    }

    static byte[] message(int number) {
        byte[] bytes = new byte[number < MESSAGES - 1 ? SMALL : LARGE];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static void write(Duplex duplex) throws InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = message(i);
            duplex.send(new Outgoing(1, bytes, bytes.length), () -> true);
        }
        duplex.writer().close();
    }

    private static void read(Duplex duplex) throws InterruptedException {
        while (true) {
            Incoming message = duplex.reader().poll();
            while (message == null) {
                duplex.ownBell().await(Bell.DATA, duplex.reader()::hasData, () -> true, Long.MAX_VALUE);
                message = duplex.reader().poll();
            }
        }
    }
}
