package dev.procession.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a child can still say through the control block: its threads, and who ends it. */
final class LastWordsTest {
    @TempDir
    Path base;

    private Domain domain;
    private SharedObject channel;
    private ControlBlock child;
    private ControlBlock parent;

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        channel = domain.createObject(SegmentKind.CHANNEL, ChannelLayout.BYTES);
        child = new ControlBlock(channel.segment(), ChannelLayout.CONTROL_AT, domain);
        parent = new ControlBlock(channel.segment(), ChannelLayout.CONTROL_AT, domain);
    }

    @AfterEach
    void close() {
        domain.destroyObject(channel);
        Member.leave(domain);
    }

    /** Ready is what comes last: then the heap is there. */
    @Test
    void readinessComesWithTheFacts() {
        assertThat(parent.isReady()).isFalse();
        child.ready();
        assertThat(parent.isReady()).isTrue();
        assertThat(parent.heapMaxBytes()).isEqualTo(Runtime.getRuntime().maxMemory());
        child.noteHeap();
        assertThat(parent.heapUsedBytes()).isPositive();
    }

    /** A command comes with the task it is about; asking for a dump forgets the last one. */
    @Test
    void aCommandIsAboutATask() throws Exception {
        child.writeDump("old");
        parent.command(ControlBlock.DUMP | ControlBlock.INTERRUPT, 77);
        assertThat(parent.dump()).isEmpty();
        assertThat(child.takeCommand()).isEqualTo(ControlBlock.DUMP | ControlBlock.INTERRUPT);
        assertThat(child.about()).isEqualTo(77);
        child.writeDump("new");
        assertThat(parent.dump()).contains("new");
    }

    /** A text that is too long is cut between two characters; one that just fits is whole. */
    @Test
    void longTextsAreCutBetweenCharacters() {
        child.markEnd(EndMark.EXIT_CALLED, "a" + "é".repeat(3000));
        assertThat(parent.caller()).contains("a" + "é".repeat(2047));
        child.markEnd(EndMark.EXIT_CALLED, "é".repeat(2048));
        assertThat(parent.caller()).contains("é".repeat(2048));
    }

    /** The first mark stands: what comes later is a consequence. */
    @Test
    void theFirstMarkStands() {
        child.markEnd(EndMark.ORDERLY, "");
        child.markEnd(EndMark.EXIT_CALLED, "caller");
        assertThat(parent.endMark()).isEqualTo(EndMark.ORDERLY);
    }

    /** Sizes that a damaged child left are no text. */
    @Test
    void impossibleSizesAreNoText() {
        for (int size : new int[] {-1, 4097, Integer.MAX_VALUE}) {
            channel.segment()
                    .memory()
                    .set(java.lang.foreign.ValueLayout.JAVA_INT, ChannelLayout.CONTROL_AT + 256, size);
            assertThat(parent.caller()).isEmpty();
        }
    }

    /** The witness knows the thread with which the JVM handles a signal. */
    @Test
    void theWitnessNamesTheSignal() throws Exception {
        var done = new CountDownLatch(1);
        Thread handler = Thread.ofPlatform().daemon().name("SIGTERM handler").start(() -> {
            while (done.getCount() > 0) LockSupport.park();
        });
        try {
            new ExitWitness(child).testify();
        } finally {
            done.countDown();
            LockSupport.unpark(handler);
            handler.join();
        }
        assertThat(parent.endMark()).isEqualTo(EndMark.SIGNALLED);
        assertThat(parent.caller()).contains("SIGTERM");
    }

    /** Where nobody exits, the witness knows that the program has simply ended. */
    @Test
    void theWitnessInventsNobody() {
        new ExitWitness(child).testify();
        assertThat(parent.endMark()).isEqualTo(EndMark.MAIN_ENDED);
        assertThat(parent.caller()).isEmpty();
    }

    /** A dump begins with the thread that matters, has every other one once, and leaves out the one that writes it. */
    @Test
    void aDumpBeginsWithTheThreadThatMatters() throws Exception {
        var done = new CountDownLatch(1);
        Thread first = Thread.ofPlatform().daemon().name("the-first").start(() -> whereItStands(done));
        Thread other = Thread.ofPlatform().daemon().name("another").start(() -> whereItStands(done));
        org.awaitility.Awaitility.await()
                .until(() -> first.getState() == Thread.State.WAITING && other.getState() == Thread.State.WAITING);
        String dump = ThreadDump.of(first);
        done.countDown();
        assertThat(dump).startsWith("\"the-first\" WAITING\n    at ").contains("whereItStands");
        assertThat(dump).containsOnlyOnce("\"the-first\"").containsOnlyOnce("\"another\"");
        assertThat(dump).doesNotContain('"' + Thread.currentThread().getName() + '"');
    }

    private static void whereItStands(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
