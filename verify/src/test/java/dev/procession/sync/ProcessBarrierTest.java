package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.UncaughtCheck;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** B1 to B8 of the behaviours, and row 54 of what ours does better. */
@ExtendWith({LeakCheck.class, UncaughtCheck.class, Watchdog.class})
@SuppressWarnings("try") // closed by who has it, too
final class ProcessBarrierTest {
    private static final int N = 5;
    private static final int ROUNDS = 10;

    private final AtomicInteger actions = new AtomicInteger();
    private final ProcessBarrier barrier = ProcessBarrier.create(N);

    @TempDir
    Path folder;

    @AfterEach
    void closeBarrier() {
        barrier.close();
    }

    /** B1: threads of three processes go in lockstep, ten rounds; nobody waits at the end, and it is not broken. */
    @Test
    void b1PartiesGoInLockstep() throws Exception {
        ProcessBarrier shared = barrier;
        String here = Files.createFile(folder.resolve("here")).toString();
        String there = Files.createFile(folder.resolve("there")).toString();
        var children = new ArrayList<CompletableFuture<Integer>>();
        for (int i = 0; i < 2; i++) {
            children.add(Napless.call(() -> {
                int through =
                        Waiters.start(2, () -> lockstep(shared, here, there)).through();
                shared.close();
                return through;
            }));
        }
        assertThat(Waiters.start(1, () -> lockstep(barrier, here, there)).thrown())
                .isEmpty();
        for (var child : children) assertThat(child.get()).isEqualTo(2);
        assertThat(barrier.getNumberWaiting()).isZero();
        assertThat(barrier.isBroken()).isFalse();
    }

    /** Between two waits each party sees exactly what all have done before the first. */
    private static void lockstep(ProcessBarrier barrier, String first, String second) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            append(first);
            assertThat(Files.size(Path.of(second))).isEqualTo((long) i * N);
            barrier.await(Delays.LONG);
            append(second);
            assertThat(Files.size(Path.of(first))).isEqualTo((i + 1L) * N);
            barrier.await(Delays.LONG);
        }
    }

    private static void append(String file) throws IOException {
        Files.write(Path.of(file), new byte[1], StandardOpenOption.APPEND);
    }

    /** B2: each arrival has an index of its own, and exactly one is 0. */
    @Test
    void b2EachArrivalHasItsIndex() throws Exception {
        Queue<Integer> indexes = new ConcurrentLinkedQueue<>();
        assertThat(Waiters.start(N, () -> indexes.add(barrier.await())).through())
                .isEqualTo(N);
        assertThat(indexes).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    /** The first to arrive has the highest index, the last has 0. */
    @Test
    void indexTellsTheOrder() throws Exception {
        int[] first = new int[1];
        Waiters one = Waiters.start(1, () -> first[0] = barrier.await()).asleep();
        Waiters others = Waiters.start(N - 2, barrier::await).asleep();
        assertThat(barrier.getNumberWaiting()).isEqualTo(N - 1);
        assertThat(barrier.await()).isZero();
        assertThat(one.through() + others.through()).isEqualTo(N - 1);
        assertThat(first[0]).isEqualTo(N - 1);
    }

    /** B3: the action runs once, in the process of the last, before anybody goes on. */
    @Test
    void b3ActionRunsOnceBeforeAnybodyGoesOn() throws Exception {
        String ran = Files.createFile(folder.resolve("ran")).toString();
        try (ProcessBarrier acting = ProcessBarrier.create(3, () -> append(ran))) {
            var there = Napless.call(() -> {
                acting.await();
                long seen = Files.size(Path.of(ran));
                acting.await();
                acting.close();
                return seen;
            });
            Waiters here = Waiters.start(2, () -> {
                acting.await();
                assertThat(Files.size(Path.of(ran))).isEqualTo(1);
                acting.await();
                assertThat(Files.size(Path.of(ran))).isEqualTo(2);
            });
            assertThat(here.thrown()).isEmpty();
            assertThat(there.get()).isEqualTo(1);
        }
    }

    /** An action that throws breaks the barrier; who ran it gets the exception, the others get that it is broken. */
    @Test
    void actionThatThrowsBreaksIt() throws Exception {
        try (ProcessBarrier failing = ProcessBarrier.create(2, () -> {
            throw new IllegalArgumentException("no such step");
        })) {
            Waiters other = Waiters.start(1, failing::await).asleep();
            assertThatThrownBy(failing::await)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such step");
            assertThat(other.thrown()).hasSize(1).allMatch(BrokenBarrierException.class::isInstance);
            assertThat(failing.isBroken()).isTrue();
        }
    }

    /** A checked exception of the action is the cause of what its runner gets. */
    @Test
    void checkedExceptionOfTheActionIsTheCause() {
        try (ProcessBarrier failing = ProcessBarrier.create(1, () -> {
            throw new IOException("disk full");
        })) {
            assertThatThrownBy(failing::await)
                    .isInstanceOf(BrokenBarrierException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    /** B4: one aborts: nobody passes, four are told, it stays broken until it is reset. */
    @Test
    void b4AbortBreaksItUntilReset() throws Exception {
        Waiters four = Waiters.start(N - 1, barrier::await).asleep();
        barrier.abort();
        assertThat(four.thrown()).hasSize(N - 1).allMatch(BrokenBarrierException.class::isInstance);
        assertThat(barrier.isBroken()).isTrue();
        assertThat(barrier.getNumberWaiting()).isZero();
        assertThatThrownBy(barrier::await)
                .isInstanceOf(BrokenBarrierException.class)
                .hasMessageContaining("aborted");
        assertThat(barrier.isBroken()).isTrue();
        barrier.reset();
        assertThat(barrier.isBroken()).isFalse();
        assertThat(Waiters.start(N, barrier::await).through()).isEqualTo(N);
    }

    /** A reset tells those who wait, and the barrier is usable. */
    @Test
    void resetTellsWhoWaits() throws Exception {
        Waiters four = Waiters.start(N - 1, barrier::await).asleep();
        barrier.reset();
        assertThat(four.thrown())
                .hasSize(N - 1)
                .allSatisfy(e ->
                        assertThat(e).isInstanceOf(BrokenBarrierException.class).hasMessageContaining("reset while"));
        assertThat(barrier.isBroken()).isFalse();
        assertThat(Waiters.start(N, barrier::await).through()).isEqualTo(N);
    }

    /** B7: one is late: who waited with a time is told so, everybody else that it is broken, in each process. */
    @Test
    void b7TimeOutBreaksItForAll() throws Exception {
        ProcessBarrier shared = barrier;
        var there = Napless.call(() -> {
            Waiters two = Waiters.start(2, shared::await);
            return two.thrown().stream()
                    .filter(BrokenBarrierException.class::isInstance)
                    .count();
        });
        Waiters here = Waiters.start(1, barrier::await);
        Eventually.holds("three wait", () -> barrier.getNumberWaiting() == 3);
        long start = System.nanoTime();
        assertThatThrownBy(() -> barrier.await(Delays.SHORT)).isInstanceOf(TimeoutException.class);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Delays.SHORT.toNanos());
        assertThat(here.thrown()).hasSize(1).allMatch(BrokenBarrierException.class::isInstance);
        assertThat(there.get()).isEqualTo(2);
        assertThatThrownBy(barrier::await).as("the late one").isInstanceOf(BrokenBarrierException.class);
    }

    /** A time may have a unit, as in {@code java.util.concurrent}. */
    @Test
    void timeMayHaveAUnit() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> barrier.await(Delays.SHORT.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Delays.SHORT.toNanos());
    }

    /** A time of zero or less is over at once, except for the last to arrive. */
    @Test
    void timeOfZeroLetsOnlyTheLastPass() throws Exception {
        assertThatThrownBy(() -> barrier.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
        barrier.reset();
        Waiters four = Waiters.start(N - 1, barrier::await).asleep();
        assertThat(barrier.await(Duration.ZERO)).isZero();
        assertThat(four.through()).isEqualTo(N - 1);
    }

    /** An interrupt of one breaks it for all, also one that came before. */
    @Test
    void interruptBreaksItForAll() throws Exception {
        Waiters one = Waiters.start(1, barrier::await).asleep();
        Waiters others = Waiters.start(2, barrier::await).asleep();
        one.interrupt();
        assertThat(one.thrown()).hasSize(1).allMatch(InterruptedException.class::isInstance);
        assertThat(others.thrown()).hasSize(2).allMatch(BrokenBarrierException.class::isInstance);
        barrier.reset();
        Thread.currentThread().interrupt();
        assertThatThrownBy(barrier::await).isInstanceOf(InterruptedException.class);
        assertThat(barrier.isBroken()).isTrue();
    }

    /** B8: a single party passes at once, twice. */
    @Test
    void b8SinglePartyPassesTwice() throws Exception {
        try (ProcessBarrier alone = ProcessBarrier.create(1, actions::incrementAndGet)) {
            assertThat(alone.await()).isZero();
            assertThat(alone.await()).isZero();
            assertThat(actions).hasValue(2);
        }
    }

    /** Row 54: a barrier of no parties, or fewer, is refused. */
    @Test
    void row54NoPartiesAreRefused() {
        for (int parties : List.of(0, -1, Integer.MIN_VALUE)) {
            assertThatThrownBy(() -> ProcessBarrier.create(parties))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + parties);
        }
    }

    /** A reset while the action runs: its generation is broken for who runs it and who waits, and the next one fills meanwhile. */
    @Test
    void resetDuringTheActionBreaksItsGeneration() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (ProcessBarrier acting = ProcessBarrier.create(2, () -> actAtFirst(running, goOn))) {
            Waiters waits = Waiters.start(1, acting::await).asleep();
            Waiters acts = Waiters.start(1, acting::await);
            running.await();
            assertThat(acting.toString()).contains("runs the action");
            acting.reset();
            assertThat(waits.thrown()).hasSize(1).allMatch(BrokenBarrierException.class::isInstance);
            assertThat(Waiters.start(2, acting::await).through())
                    .as("the next generation")
                    .isEqualTo(2);
            goOn.countDown();
            assertThat(acts.thrown()).hasSize(1).allMatch(BrokenBarrierException.class::isInstance);
            assertThat(acting.isBroken()).isFalse();
        }
    }

    private void actAtFirst(CountDownLatch running, CountDownLatch goOn) throws InterruptedException {
        if (actions.getAndIncrement() > 0) return;
        running.countDown();
        goOn.await();
    }

    /** Who comes while the action of a full generation runs belongs to the next one. */
    @Test
    void whoComesDuringTheActionIsInTheNextGeneration() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (ProcessBarrier acting = ProcessBarrier.create(2, () -> actAtFirst(running, goOn))) {
            Waiters full = Waiters.start(2, acting::await);
            running.await();
            Waiters next = Waiters.start(1, acting::await).asleep();
            goOn.countDown();
            assertThat(full.through()).isEqualTo(2);
            Eventually.holds("it has arrived", () -> acting.getNumberWaiting() == 1);
            acting.await();
            assertThat(next.through()).isEqualTo(1);
        }
    }

    /** Who comes while the action of a full generation runs is not in it: it may give up, and that generation passes. */
    @Test
    void whoComesEarlyBreaksNothingAsItGivesUp() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (ProcessBarrier acting = ProcessBarrier.create(2, () -> actAtFirst(running, goOn))) {
            Waiters full = Waiters.start(2, acting::await);
            running.await();
            Waiters early = Waiters.start(1, acting::await).asleep();
            early.interrupt();
            assertThat(early.thrown()).hasSize(1).allMatch(InterruptedException.class::isInstance);
            Waiters timed = Waiters.start(1, () -> acting.await(Duration.ofMillis(1)));
            assertThat(timed.thrown()).hasSize(1).allMatch(TimeoutException.class::isInstance);
            Waiters interrupted = Waiters.start(1, () -> {
                Thread.currentThread().interrupt();
                acting.await();
            });
            assertThat(interrupted.thrown()).hasSize(1).allMatch(InterruptedException.class::isInstance);
            goOn.countDown();
            assertThat(full.through()).isEqualTo(2);
            assertThat(acting.isBroken()).isFalse();
        }
    }

    /** A process may cease to be a party, unless its threads wait. */
    @Test
    void deregisteredProcessIsNoParty() throws Exception {
        try (ProcessBarrier pair = ProcessBarrier.create(2)) {
            pair.register();
            Waiters waits = Waiters.start(1, pair::await).asleep();
            assertThatThrownBy(pair::deregister)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("wait at");
            pair.await();
            assertThat(waits.through()).isEqualTo(1);
            pair.deregister();
            Napless.call(() -> {
                        pair.register();
                        pair.deregister();
                        return true;
                    })
                    .get();
            assertThat(pair.isBroken()).isFalse();
        }
    }

    /** A waiter that gives up as the action runs breaks the generation, also for who runs it. */
    @Test
    void whoGivesUpDuringTheActionBreaksItsGeneration() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (ProcessBarrier acting = ProcessBarrier.create(2, () -> actAtFirst(running, goOn))) {
            Waiters late = Waiters.start(1, acting::await).asleep();
            Waiters acts = Waiters.start(1, acting::await);
            running.await();
            late.interrupt();
            assertThat(late.thrown()).hasSize(1).allMatch(InterruptedException.class::isInstance);
            assertThat(acting.isBroken()).isTrue();
            goOn.countDown();
            assertThat(acts.thrown()).hasSize(1).allMatch(BrokenBarrierException.class::isInstance);
        }
    }

    /** However times and the last arrival meet: all of a generation are told the same. How often each happened is printed. */
    @Test
    void timeOutThatMeetsTheLastArrivalIsAllOrNothing() throws Exception {
        int passed = 0;
        try (ProcessBarrier pair = ProcessBarrier.create(2)) {
            for (int round = 0; round < 300; round++) {
                Duration time = Duration.ofNanos(20_000L + round % 30 * 5_000L);
                Waiters one = Waiters.start(1, () -> pair.await(time));
                Waiters two = Waiters.start(1, () -> pair.await(time));
                assertThat(one.through()).as("round " + round).isEqualTo(two.through());
                if (one.through() == 0) pair.reset();
                else passed++;
                assertThat(pair.isBroken()).isFalse();
            }
        }
        System.out.println("of 300 meetings " + passed + " passed");
    }

    /** More virtual threads than carriers wait, others still run, and all pass. */
    @Test
    void virtualThreadsWaitWithoutTheirCarriers() throws Exception {
        int many = 2 * Runtime.getRuntime().availableProcessors();
        try (ProcessBarrier wide = ProcessBarrier.create(many + 1)) {
            Waiters waiting = Waiters.startVirtual(many, wide::await).asleep();
            assertThat(Waiters.startVirtual(1, wide::await).through()).isEqualTo(1);
            assertThat(waiting.through()).isEqualTo(many);
        }
    }

    /** Who waits at a barrier that its process closes is told; later calls are refused. */
    @Test
    void closeTellsWhoWaits() throws Exception {
        ProcessBarrier closing = ProcessBarrier.create(3);
        Waiters waiting = Waiters.start(2, closing::await).asleep();
        closing.close();
        assertThat(waiting.thrown())
                .hasSize(2)
                .allSatisfy(e ->
                        assertThat(e).isInstanceOf(IllegalStateException.class).hasMessageContaining("was closed"));
        assertThatThrownBy(closing::await).isInstanceOf(IllegalStateException.class);
    }

    /** Its text tells who waits, and whether it is broken, and why. */
    @Test
    void textTellsTheState() throws Exception {
        Waiters two = Waiters.start(2, barrier::await).asleep();
        assertThat(barrier.toString()).startsWith("barrier ").contains("2 of 5 wait");
        barrier.abort();
        assertThat(barrier.toString()).contains("broken: it was aborted");
        assertThat(two.thrown()).hasSize(2);
    }

    /** It comes back from a child as the object that it is here. */
    @Test
    void barrierComesBackAsTheSameObject() throws Exception {
        ProcessBarrier shared = barrier;
        assertThat(Napless.call(() -> shared).get()).isSameAs(barrier);
    }
}
