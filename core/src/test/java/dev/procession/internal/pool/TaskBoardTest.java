package dev.procession.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.process.ChannelLayout;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a task: the worker that begins it, or the parent that takes it back. */
final class TaskBoardTest {
    private static final int ENTRY = 5;

    @TempDir
    Path base;

    private Domain domain;
    private SharedObject channel;
    private TaskBoard parent;
    private TaskBoard worker;

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        channel = domain.createObject(SegmentKind.CHANNEL, ChannelLayout.BYTES);
        parent = new TaskBoard(channel.segment());
        worker = new TaskBoard(channel.segment());
    }

    @AfterEach
    void close() {
        domain.destroyObject(channel);
        Member.leave(domain);
    }

    /** What has begun cannot be taken back, and is known to run since then. */
    @Test
    void whatHasBegunCannotBeTakenBack() {
        parent.offer(ENTRY, 10);
        assertThat(parent.isOffered(ENTRY, 10)).isTrue();
        assertThat(worker.start(ENTRY, 10, 123)).isTrue();
        assertThat(parent.revoke(ENTRY, 10)).isFalse();
        assertThat(parent.isRunning(ENTRY, 10)).isTrue();
        assertThat(parent.startedNanos(ENTRY)).isEqualTo(123);
        assertThat(parent.progressNanos(ENTRY)).isEqualTo(123);
        worker.progress(ENTRY, 456);
        assertThat(parent.progressNanos(ENTRY)).isEqualTo(456);
        worker.done(ENTRY, 10);
        assertThat(parent.isRunning(ENTRY, 10)).isFalse();
        assertThat(parent.isOffered(ENTRY, 10)).isFalse();
    }

    /** What was taken back cannot be begun. */
    @Test
    void whatWasTakenBackCannotBegin() {
        parent.offer(ENTRY, 10);
        assertThat(parent.revoke(ENTRY, 10)).isTrue();
        assertThat(parent.revoke(ENTRY, 10)).isFalse();
        assertThat(worker.start(ENTRY, 10, 1)).isFalse();
        assertThat(parent.isRunning(ENTRY, 10)).isFalse();
    }

    /** The end of an old task, told late, leaves the task alone that has its entry now. */
    @Test
    void aLateDoneLeavesTheNextTaskAlone() {
        parent.offer(ENTRY, 10);
        worker.start(ENTRY, 10, 1);
        parent.offer(ENTRY, 11); // the parent has read the result of 10 already
        worker.done(ENTRY, 10);
        assertThat(parent.isOffered(ENTRY, 11)).isTrue();
        assertThat(worker.start(ENTRY, 11, 2)).isTrue();
        worker.done(ENTRY, 10);
        assertThat(parent.isRunning(ENTRY, 11)).isTrue();
    }

    /** A frame of a task that was taken back does not begin the task that has its entry now. */
    @Test
    void anOldFrameDoesNotBeginTheNextTask() {
        parent.offer(ENTRY, 10);
        parent.revoke(ENTRY, 10);
        parent.offer(ENTRY, 11);
        assertThat(worker.start(ENTRY, 10, 1)).isFalse();
        assertThat(parent.isOffered(ENTRY, 11)).isTrue();
    }

    /** Entries do not touch each other, the last one included. */
    @Test
    void entriesAreApart() {
        for (int entry = 0; entry < TaskBoard.ENTRIES; entry++) parent.offer(entry, 100 + entry);
        assertThat(worker.start(TaskBoard.ENTRIES - 1, 100 + TaskBoard.ENTRIES - 1, 9))
                .isTrue();
        for (int entry = 0; entry < TaskBoard.ENTRIES - 1; entry++) {
            assertThat(parent.isOffered(entry, 100 + entry)).isTrue();
            assertThat(parent.startedNanos(entry)).isZero();
        }
    }

    /** However begin and take-back meet, exactly one of them has the task. */
    @Test
    void exactlyOneGetsTheTask() throws Exception {
        int rounds = 20_000;
        var barrier = new CyclicBarrier(2);
        boolean[] began = new boolean[rounds];
        boolean[] revoked = new boolean[rounds];
        for (int i = 0; i < TaskBoard.ENTRIES; i++) parent.offer(i, i);
        try (var pool = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < rounds; round += TaskBoard.ENTRIES) {
                int first = round;
                int last = Math.min(rounds, first + TaskBoard.ENTRIES);
                for (int s = first; s < last; s++) parent.offer(s - first, s);
                Future<?> working = pool.submit((Callable<Void>) () -> {
                    barrier.await();
                    for (int s = first; s < last; s++) began[s] = worker.start(s - first, s, s);
                    return null;
                });
                barrier.await();
                for (int s = last - 1; s >= first; s--) revoked[s] = parent.revoke(s - first, s);
                working.get();
                for (int s = first; s < last; s++) assertThat(began[s]).isNotEqualTo(revoked[s]);
            }
        }
    }
}
