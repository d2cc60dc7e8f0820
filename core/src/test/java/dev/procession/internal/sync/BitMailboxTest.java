package dev.procession.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.memory.Words;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bits from one process to one thread of another. */
@Timeout(60)
final class BitMailboxTest {
    private static final long AT = 128;

    @TempDir
    Path base;

    private Domain domain;
    private SharedObject object;
    private BitMailbox box;
    private boolean destroyed;

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        object = domain.createObject(SegmentKind.MEMORY, 4096);
        box = new BitMailbox(object.segment(), AT, domain);
    }

    @AfterEach
    void close() {
        if (!destroyed) domain.destroyObject(object);
        Member.leave(domain);
    }

    /** Bits that are there are taken at once, all together, and once. */
    @Test
    void takesAllBitsOnce() throws Exception {
        box.post(1);
        box.post(4);
        box.post(4);
        assertThat(box.take()).isEqualTo(5);
        assertThat(Words.intAcquire(object.segment().memory(), AT)).isZero();
    }

    /** A post wakes the taker. */
    @Test
    void aPostWakes() throws Exception {
        var taker = new Sleepers<>(() -> box.take()).awaitAsleep();
        box.post(2);
        assertThat(taker.result()).isEqualTo(2);
    }

    /** Killed between the bit and the wake-up: the taker sees it when its nap ends. */
    @Test
    void aBitWithoutItsWakeUpIsSeenAtTheNextNap() throws Exception {
        var taker = new Sleepers<>(() -> box.take()).awaitAsleep();
        Words.intGetAndOr(object.segment().memory(), AT, 8);
        assertThat(taker.result()).isEqualTo(8);
    }

    /** Every bit of every post arrives, however they meet. */
    @Test
    void noPostIsLost() throws Exception {
        int posts = 10_000;
        var taker = new Sleepers<>(() -> {
            for (int next = 0; next < posts; next++) {
                int bits = box.take();
                while (bits == 0) bits = box.take();
                Words.intGetAndAdd(object.segment().memory(), 1024, 1);
            }
            return true;
        });
        for (int i = 0; i < posts; i++) {
            box.post(1 << (i % 31));
            while (Words.intAcquire(object.segment().memory(), 1024) <= i) Thread.onSpinWait();
        }
        assertThat(taker.result()).isTrue();
    }

    /** Interruption is thrown. */
    @Test
    void interruptionWakes() throws Exception {
        var taker = new Sleepers<>(() -> box.take()).awaitAsleep();
        taker.thread().interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(taker::result)
                .withCauseInstanceOf(InterruptedException.class);
    }

    /** No bits come out of a segment that closes. */
    @Test
    void closingGivesNothing() throws Exception {
        var taker = new Sleepers<>(() -> box.take()).awaitAsleep();
        destroyed = true;
        domain.destroyObject(object);
        assertThat(taker.result()).isZero();
        assertThat(box.take()).isZero();
    }
}
