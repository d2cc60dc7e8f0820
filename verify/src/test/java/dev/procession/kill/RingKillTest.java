package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Lab;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.sync.BitMailbox;
import dev.procession.internal.sync.Liveness;
import dev.procession.kill.Victims.Victim;
import dev.procession.testkit.Delays;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kill tables of RingLayout, Bell and BitMailbox: one end of a channel is killed, the other goes on. Nobody supervises the victim
 * here, so no death epoch helps: whoever sleeps is woken by the end of its nap.
 */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class RingKillTest {
    /** What is left: how many messages can be read of those that the victim sent. It is killed at its third. */
    static final List<Row> WRITERS = List.of(
            Row.of(
                    "writing a payload and tail",
                    "2",
                    "RingWriter.put before set",
                    "RingWriter.put after set",
                    "RingWriter.put after set#2",
                    "Outgoing.take before copy",
                    "Outgoing.take after copy"),
            Row.of("tail and the bell", "3", "RingWriter.put after longRelease"));

    /** The same for a victim that has sent all small messages and fragments of the large one. */
    static final List<Row> FRAGMENTS =
            List.of(Row.of("two frames of one message", "5", "RingWriter.put after longRelease"));

    /** The same for a victim that has sent everything. */
    static final List<Row> CLOSERS = List.of(Row.of(
            "the last message and the end",
            "6",
            "RingWriter.close before intRelease",
            "RingWriter.close after intRelease"));

    /** What is left: a sleeper on the other side, which has to wake up by itself. */
    static final List<Row> RINGERS = List.of(
            Row.of("a ringer's event and its look", "1", "Bell.ring before intCompareAndSet"),
            Row.of(
                    "a ringer's swap to 0 and its wake",
                    "1",
                    "Bell.ring after intCompareAndSet",
                    "Bell.ring after wake"));

    static final List<Row> READERS = List.of(
            Row.of(
                    "reading a payload and head",
                    "a writer",
                    "RingReader.publishHead before longRelease",
                    "RingReader.publishHead after longRelease"),
            Row.of(
                    "a sleeper's setting and its sleep",
                    "a writer",
                    "Bell.sleep before intVolatile",
                    "Bell.sleep after intVolatile"),
            Row.of(
                    "a sleeper's waking and its next step",
                    "a writer",
                    "Bell.awake before intRelease",
                    "Bell.awake after intRelease"));

    static final List<Row> POSTERS = List.of(
            Row.of("nothing and a bit", "0", "BitMailbox.post before intGetAndOr"),
            Row.of("a bit and the wake-up", "1", "BitMailbox.post after intGetAndOr", "BitMailbox.post after wake"));

    static final List<Row> TAKERS = List.of(
            Row.of("a bit and its taking", "1", "BitMailbox.take before intGetAndSet"),
            Row.of("its taking and what it asks for", "0", "BitMailbox.take after intGetAndSet"));

    @TempDir
    Path base;

    private Domain domain;
    private SharedObject channel;
    private Duplex duplex;
    private BitMailbox mailbox;

    @BeforeEach
    void makeChannel() {
        domain = Lab.create(base);
        channel = domain.createObject(SegmentKind.MEMORY, RingVictim.BYTES);
        duplex = Duplex.parentEnd(channel.segment(), RingVictim.DUPLEX_AT, domain, RingVictim.LARGE);
        mailbox = new BitMailbox(channel.segment(), RingVictim.MAILBOX_AT, domain);
    }

    @AfterEach
    void leaveDomain() {
        domain.destroyObject(channel);
        Lab.leave(domain);
    }

    static Stream<Arguments> writers() {
        return Row.cases(WRITERS);
    }

    static Stream<Arguments> fragments() {
        return Row.cases(FRAGMENTS);
    }

    static Stream<Arguments> closers() {
        return Row.cases(CLOSERS);
    }

    static Stream<Arguments> ringers() {
        return Row.cases(RINGERS);
    }

    static Stream<Arguments> readers() {
        return Row.cases(READERS);
    }

    static Stream<Arguments> posters() {
        return Row.cases(POSTERS);
    }

    static Stream<Arguments> takers() {
        return Row.cases(TAKERS);
    }

    /** What a killed writer has published is read whole, and nothing else. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("writers")
    void whatWasPublishedIsRead(Row row, KillPoint point, Peers peers) throws Exception {
        assertReads(row, start(peers, point, 3, RingVictim.Work.WRITE));
    }

    /** A message whose writer was killed between two of its frames is dropped. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("fragments")
    void halfAMessageIsDropped(Row row, KillPoint point, Peers peers) throws Exception {
        assertReads(row, start(peers, point, RingVictim.MESSAGES + 2, RingVictim.Work.WRITE));
        assertThat(duplex.reader().isInsideMessage()).isTrue();
    }

    /** A writer killed as it closed its ring has lost nothing of what it sent. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("closers")
    void allIsReadOfAClosingWriter(Row row, KillPoint point, Peers peers) throws Exception {
        assertReads(row, start(peers, point, 1, RingVictim.Work.WRITE));
    }

    /** A sleeper whose ringer was killed before it woke anybody finds the message all the same. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("ringers")
    void theSleeperOfAKilledRingerWakesUp(Row row, KillPoint point, Peers peers) throws Exception {
        Victim victim = start(peers, point, 1, RingVictim.Work.WRITE);
        assertThat(duplex.ownBell().await(Bell.DATA, duplex.reader()::hasData, living(victim), Long.MAX_VALUE))
                .isTrue();
        assertReads(row, victim);
    }

    /** Whoever writes to a killed reader is told, and does not wait for it for ever. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("readers")
    void theWriterOfAKilledReaderIsTold(Row row, KillPoint point, Peers peers) throws Exception {
        Victim victim = start(peers, point, 1, RingVictim.Work.READ);
        byte[] bytes = RingVictim.message(1);
        while (living(victim).isAlive()) { // one at a time, so that it sleeps and wakes
            duplex.send(new Outgoing(1, bytes, bytes.length), living(victim));
            Thread.sleep(Delays.BLINK);
        }
        boolean sent = true;
        while (sent) sent = duplex.send(new Outgoing(1, bytes, bytes.length), living(victim));
        victim.awaitKill();
    }

    /** A bit that a killed poster has set is taken; one that it had not set is not there. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("posters")
    void theBitOfAKilledPosterIsTaken(Row row, KillPoint point, Peers peers) throws Exception {
        Victim victim = start(peers, point, 1, RingVictim.Work.POST);
        if (row.leaves().equals("1")) assertThat(mailbox.take()).isEqualTo(1);
        victim.awaitKill();
        assertNextPostIsTaken();
    }

    /** Bits that a killed taker left stay for the next one. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("takers")
    void theBitsOfAKilledTakerStay(Row row, KillPoint point, Peers peers) throws Exception {
        mailbox.post(1);
        Victim victim = start(peers, point, 1, RingVictim.Work.TAKE);
        victim.awaitKill();
        if (row.leaves().equals("1")) assertThat(mailbox.take()).isEqualTo(1);
        assertNextPostIsTaken();
    }

    private void assertNextPostIsTaken() throws InterruptedException {
        mailbox.post(2);
        assertThat(mailbox.take()).isEqualTo(2);
    }

    private Victim start(Peers peers, KillPoint point, int passing, RingVictim.Work work) throws IOException {
        PeerSpec spec = PeerSpec.of(
                RingVictim.class, work, domain.folder(), channel.id().text());
        return Victims.start(peers, point, passing, spec);
    }

    private static Liveness living(Victim victim) {
        return () -> Processes.isRunning(victim.peer().pid());
    }

    /** Reads until the writer has been killed and its ring is empty: whole messages in their order, as many as the row says. */
    private void assertReads(Row row, Victim victim) throws InterruptedException {
        List<byte[]> read = new ArrayList<>();
        Liveness life = living(victim);
        boolean alive = true;
        while (alive) {
            alive = duplex.ownBell().await(Bell.DATA, duplex.reader()::hasData, life, Long.MAX_VALUE);
            for (Incoming message = duplex.reader().poll();
                    message != null;
                    message = duplex.reader().poll()) {
                read.add(message.bytes());
            }
        }
        victim.awaitKill();
        assertThat(read).hasSize(Integer.parseInt(row.leaves()));
        for (int i = 0; i < read.size(); i++) assertThat(read.get(i)).isEqualTo(RingVictim.message(i));
    }
}
