package dev.procession.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.os.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What wakes a sleeper of a bell, and that nothing it waits for is missed. */
@Timeout(60)
final class BellTest {
    private static final long BELL_AT = 128;
    private static final long OTHER_BELL_AT = 256;
    private static final long NEVER = Long.MAX_VALUE;

    @TempDir
    Path base;

    private Domain domain;
    private SharedObject object;
    private SharedSegment segment;
    private Bell bell;
    private final AtomicBoolean happened = new AtomicBoolean();

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        object = domain.createObject(SegmentKind.MEMORY, 8192);
        segment = object.segment();
        bell = new Bell(segment, BELL_AT, domain);
    }

    @AfterEach
    void close() {
        domain.destroyObject(object);
        Member.leave(domain);
    }

    private Sleepers<Boolean> sleeper(int wanted, Liveness peer, long deadline) throws Exception {
        return new Sleepers<>(() -> bell.await(wanted, happened::get, peer, deadline)).awaitAsleep();
    }

    private int word() {
        return Words.intVolatile(segment.memory(), BELL_AT);
    }

    /** What holds already is not waited for, and the word is not touched. */
    @Test
    void aConditionThatHoldsNeedsNoSleep() throws Exception {
        assertThat(bell.await(Bell.DATA, () -> true, () -> false, 0)).isTrue();
        assertThat(word()).isZero();
    }

    /** A ring for what the sleeper wants wakes it; afterwards nobody is said to sleep. */
    @Test
    void aWantedRingWakes() throws Exception {
        var sleeper = sleeper(Bell.DATA | Bell.LOCAL, () -> true, NEVER);
        assertThat(word()).isEqualTo(Bell.DATA | Bell.LOCAL);
        happened.set(true);
        bell.ring(Bell.LOCAL);
        assertThat(sleeper.result()).isTrue();
        assertThat(word()).isZero();
    }

    /** A ring for something else leaves the sleeper's wish alone. */
    @Test
    void anotherRingIsNotForTheSleeper() throws Exception {
        var sleeper = sleeper(Bell.SPACE, () -> true, NEVER);
        bell.ring(Bell.DATA | Bell.LOCAL);
        assertThat(word()).isEqualTo(Bell.SPACE);
        happened.set(true);
        bell.ring(Bell.SPACE);
        assertThat(sleeper.result()).isTrue();
    }

    /** The kill table's first two rows: an event without its ring is seen at the end of a nap. */
    @Test
    void anEventWithoutItsRingIsSeenAtTheNextNap() throws Exception {
        var sleeper = sleeper(Bell.DATA, () -> true, NEVER);
        happened.set(true);
        assertThat(sleeper.result()).isTrue();
    }

    /** The kill table's third row: bits of a sleeper that is gone cost a wake-up, and keep nobody from sleeping. */
    @Test
    void bitsOfNobodyDoNoHarm() throws Exception {
        Words.intVolatile(segment.memory(), BELL_AT, Bell.DATA);
        bell.ring(Bell.DATA);
        assertThat(word()).isZero();
        assertThat(bell.await(Bell.DATA, () -> false, () -> true, Clock.monotonicNanos()))
                .isFalse();
    }

    /** While somebody else looks in its place, the sleeper is not woken; and what came then is told to it afterwards. */
    @Test
    void aRelievedSleeperIsNotWoken() throws Exception {
        var sleeper = sleeper(Bell.DATA, () -> true, NEVER);
        int wanted = bell.relieve();
        assertThat(wanted).isEqualTo(Bell.DATA);
        bell.ring(Bell.DATA);
        assertThat(word()).as("nobody to be woken").isZero();
        bell.giveBack(wanted, () -> false);
        assertThat(word()).as("it sleeps on, and is to be rung again").isEqualTo(Bell.DATA);
        happened.set(true);
        bell.ring(Bell.DATA);
        assertThat(sleeper.result()).isTrue();
    }

    /** What happened while the sleeper was relieved, and is left to it, wakes it as its wish is given back. */
    @Test
    void whatIsLeftToARelievedSleeperWakesIt() throws Exception {
        var sleeper = sleeper(Bell.DATA, () -> true, NEVER);
        int wanted = bell.relieve();
        happened.set(true);
        bell.ring(Bell.DATA);
        bell.giveBack(wanted, happened::get);
        assertThat(sleeper.result()).isTrue();
    }

    /** Where nobody sleeps there is nobody to relieve, and nothing is written. */
    @Test
    void nobodyIsRelievedOfNothing() {
        assertThat(bell.relieve()).isZero();
        bell.giveBack(0, () -> true);
        assertThat(word()).isZero();
    }

    /** The deadline is kept, and not before its time. */
    @Test
    void theDeadlineIsKept() throws Exception {
        long deadline = Clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(80);
        assertThat(bell.await(Bell.DATA, () -> false, () -> true, deadline)).isFalse();
        assertThat(Clock.monotonicNanos()).isGreaterThanOrEqualTo(deadline);
        assertThat(word()).isZero();
    }

    /** A peer that is dead is not waited for, but what it did before it died counts. */
    @Test
    void aDeadPeerIsNotWaitedFor() throws Exception {
        assertThat(bell.await(Bell.DATA, () -> false, () -> false, NEVER)).isFalse();
        var looks = new int[1];
        boolean[] dead = new boolean[1];
        assertThat(bell.await(
                        Bell.DATA,
                        () -> {
                            looks[0]++;
                            return dead[0];
                        },
                        () -> {
                            dead[0] = true; // writes, then dies, all between two looks of ours
                            return false;
                        },
                        NEVER))
                .isTrue();
        assertThat(looks[0]).isPositive();
    }

    /** A death in the domain wakes a sleeper at once, who then asks about its peer. */
    @Test
    void aDeathInTheDomainWakes() throws Exception {
        Domain peer = Member.join(domain);
        var sleeper = sleeper(Bell.DATA, () -> domain.isAlive(peer.self()), NEVER);
        Member.kill(peer);
        domain.retireDead();
        assertThat(sleeper.result()).isFalse();
    }

    /** Interruption wakes, is thrown, and clears the flag. */
    @Test
    void interruptionWakes() throws Exception {
        var flag = new AtomicBoolean(true);
        var sleeper = new Sleepers<>(() -> {
                    try {
                        return bell.await(Bell.DATA, () -> false, () -> true, NEVER);
                    } finally {
                        flag.set(Thread.currentThread().isInterrupted());
                    }
                })
                .awaitAsleep();
        sleeper.thread().interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(sleeper::result)
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(flag).isFalse();
    }

    /** Who is interrupted already does not go to sleep. */
    @Test
    void whoIsInterruptedAlreadyDoesNotSleep() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> bell.await(Bell.DATA, () -> false, () -> true, NEVER));
    }

    /** Closing the segment wakes its sleepers, who do not look at it again. */
    @Test
    void closingWakes() throws Exception {
        SharedObject other = domain.createObject(SegmentKind.MEMORY, 8192);
        Bell there = new Bell(other.segment(), BELL_AT, domain);
        var sleeper = new Sleepers<>(() -> there.await(Bell.DATA, () -> false, () -> true, NEVER)).awaitAsleep();
        domain.destroyObject(other);
        assertThat(sleeper.result()).isFalse();
    }

    /** At whatever moment the segment closes, a waiting thread is told so and not thrown at. */
    @Test
    void closingAtAnyMomentIsTold() throws Exception {
        for (int i = 0; i < 100; i++) {
            SharedObject other = domain.createObject(SegmentKind.MEMORY, 8192);
            Bell there = new Bell(other.segment(), BELL_AT, domain);
            var begun = new CountDownLatch(1);
            var waiter = new Sleepers<>(() -> {
                begun.countDown();
                return there.await(
                        Bell.DATA,
                        () -> Words.intAcquire(other.segment().memory(), OTHER_BELL_AT) == 1,
                        () -> true,
                        NEVER);
            });
            begun.await();
            long spin = System.nanoTime() + i * 900L;
            while (System.nanoTime() < spin) Thread.onSpinWait();
            domain.destroyObject(other);
            assertThat(waiter.result()).isFalse();
        }
    }

    /** An exception of the condition's own is the caller's. */
    @Test
    void whatTheConditionThrowsIsThrown() {
        assertThatIllegalStateException()
                .isThrownBy(() -> bell.await(
                        Bell.DATA,
                        () -> {
                            throw new IllegalStateException("mine");
                        },
                        () -> true,
                        NEVER))
                .withMessage("mine");
    }

    /** I1, under load: of 100,000 hand-overs there and back none is missed; a missed one would cost a nap each. */
    @Test
    void noRingIsMissed() throws Exception {
        int handOvers = 100_000;
        Bell back = new Bell(segment, OTHER_BELL_AT, domain);
        var memory = segment.memory();
        long ballAt = 512;
        Future<?> other;
        try (var pool = Executors.newSingleThreadExecutor()) {
            other = pool.submit((Callable<Void>) () -> {
                for (int i = 1; i < handOvers; i += 2) {
                    int turn = i;
                    assertThat(bell.await(Bell.DATA, () -> Words.intAcquire(memory, ballAt) == turn, () -> true, NEVER))
                            .isTrue();
                    Words.intRelease(memory, ballAt, turn + 1);
                    back.ring(Bell.DATA);
                }
                return null;
            });
            long naps = 0;
            for (int i = 0; i < handOvers; i += 2) {
                int turn = i;
                long begun = System.nanoTime();
                assertThat(back.await(Bell.DATA, () -> Words.intAcquire(memory, ballAt) == turn, () -> true, NEVER))
                        .isTrue();
                if (System.nanoTime() - begun > 45_000_000) naps++;
                Words.intRelease(memory, ballAt, turn + 1);
                bell.ring(Bell.DATA);
            }
            other.get();
            assertThat(naps)
                    .as("waits as long as a nap; a busy machine may make a few")
                    .isLessThan(100);
        }
    }

    /** Virtual threads that wait do not hold their carriers: more of them than processors, and all get through. */
    @Test
    void virtualThreadsDoNotPin() throws Exception {
        int waiters = 50;
        assertThat(waiters).isGreaterThan(Runtime.getRuntime().availableProcessors());
        var asleep = new CountDownLatch(waiters);
        List<Future<Boolean>> results = new ArrayList<>();
        List<Bell> bells = new ArrayList<>();
        var rung = new AtomicBoolean();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < waiters; i++) {
                Bell own = new Bell(segment, 1024 + 128L * i, domain);
                bells.add(own);
                results.add(pool.submit(() -> own.await(
                        Bell.DATA,
                        () -> {
                            if (!Thread.currentThread().isVirtual()) asleep.countDown(); // on its way to sleep
                            return rung.get();
                        },
                        () -> true,
                        NEVER)));
            }
            assertThat(asleep.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(pool.submit(() -> 42).get(20, TimeUnit.SECONDS))
                    .as("a carrier is free")
                    .isEqualTo(42);
            rung.set(true);
            bells.forEach(b -> b.ring(Bell.DATA));
            for (Future<Boolean> result : results)
                assertThat(result.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Interrupted, a virtual thread comes back only when its platform thread has left the bell to the next sleeper. */
    @Test
    void anInterruptedVirtualThreadLeavesNobodyBehind() throws Exception {
        var looking = new CountDownLatch(1);
        var back = new CountDownLatch(1);
        var inside = new AtomicBoolean();
        var leftBehind = new AtomicBoolean();
        Thread virtual = Thread.ofVirtual().start(() -> {
            try {
                bell.await(
                        Bell.DATA,
                        () -> !Thread.currentThread().isVirtual() && look(looking, back, inside),
                        () -> true,
                        NEVER);
            } catch (InterruptedException e) {
                leftBehind.set(inside.get());
                back.countDown();
            }
        });
        assertThat(looking.await(20, TimeUnit.SECONDS)).isTrue();
        virtual.interrupt();
        virtual.join();
        assertThat(back.getCount()).as("it was interrupted").isZero();
        assertThat(leftBehind).isFalse();
    }

    /** A look that lasts until its virtual thread has gone without it, which it should not, so not for ever. */
    private static boolean look(CountDownLatch looking, CountDownLatch back, AtomicBoolean inside) {
        inside.set(true);
        looking.countDown();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (System.nanoTime() < until && back.getCount() > 0) Thread.onSpinWait();
        inside.set(false);
        return false;
    }
}
