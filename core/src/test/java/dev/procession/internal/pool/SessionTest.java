package dev.procession.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.procession.LossCause;
import dev.procession.RemoteFunction;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.process.ControlBlock;
import dev.procession.internal.process.Launcher;
import dev.procession.internal.process.PlayedChild;
import dev.procession.pool.PoolOptions;
import dev.procession.process.ChildOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pool keeps about one worker: its tasks, how many it may have ahead, and the ladder on which one is ended. */
final class SessionTest {
    private static final Limits NO_LIMITS = new Limits(Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);

    private static final RemoteFunction<String, String> UPPER = String::toUpperCase;

    @TempDir
    Path base;

    private Domain domain;
    private PlayedChild child;
    private TaskBoard board;
    private Session session;
    private final Call call = new Call(1, UPPER, UPPER, PoolOptions.DEFAULTS);
    private long nextSequence = 1;

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        child = PlayedChild.in(domain, "w-1");
        board = new TaskBoard(child.launched().channel().segment());
        var limits = new Limits(Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);
        var dispatcher = new Dispatcher("p", limits);
        var worker = new Worker(
                "w-1", dispatcher, new Launcher(domain, ChildOptions.DEFAULTS), 1 << 20, Duration.ofSeconds(1));
        session = new Session(worker, child.launched(), dispatcher);
    }

    @AfterEach
    void close() {
        domain.destroyObject(child.launched().channel());
        Member.leave(domain);
    }

    private Task task(int payloadBytes) {
        return new Task(call, "in", new byte[payloadBytes], 2, (task, outcome) -> {});
    }

    private Task assign() {
        Task task = task(8);
        session.assign(task, nextSequence++, NO_LIMITS);
        return task;
    }

    private Incoming received() {
        return Objects.requireNonNull(child.childEnd().reader().poll(), "nothing was sent");
    }

    /** A task is waiting, assigned or ended, and goes no other way than the table of states says. */
    @Test
    void aTaskGoesTheWaysOfItsTable() {
        Task task = task(0);
        assertThat(task.state()).isEqualTo(Task.State.WAITING);
        assertThatIllegalStateException().isThrownBy(task::takeBack).withMessageContaining("WAITING");
        task.assign(session, 7, 3);
        assertThatIllegalStateException().isThrownBy(() -> task.assign(session, 8, 4));
        task.expire(new LossCause.Cancelled());
        task.expire(new LossCause.PoolClosed());
        assertThat(task.expiredFor()).as("the first cause stands").contains(new LossCause.Cancelled());
        task.retry();
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(task.session()).isNull();
        task.assign(session, 9, 1);
        assertThat(task.expiredFor()).as("another attempt").isEmpty();
        task.end();
        assertThat(task.session()).isNull();
        assertThatIllegalStateException().isThrownBy(task::end).withMessageContaining("ended already");
        assertThatIllegalStateException().isThrownBy(() -> task.assign(session, 10, 1));
        assertThatIllegalStateException().isThrownBy(task::retry);
    }

    /** A function is sent before its first task, once, and again after it was forgotten. */
    @Test
    void aFunctionIsSentOnce() {
        assign();
        assign();
        assertThat(received().kind()).isEqualTo(Frames.FUNCTION);
        Incoming first = received();
        assertThat(first.kind()).isEqualTo(Frames.TASK);
        assertThat(ByteView.longAt(first.bytes(), Frames.TASK_SEQUENCE_AT)).isEqualTo(1);
        assertThat(received().kind()).isEqualTo(Frames.TASK);
        session.forget(call);
        session.forget(call);
        assertThat(received().kind()).isEqualTo(Frames.FORGET);
        assertThat(child.childEnd().reader().poll()).isNull();
        assign();
        assertThat(received().kind()).isEqualTo(Frames.FUNCTION);
    }

    /** One task ahead until it is known how short they are; then as many as half a millisecond holds, at most 16. */
    @Test
    void depthFollowsTheLengthOfTasks() {
        assertThat(session.depth()).isEqualTo(1);
        session.finish(assign(), 1_000);
        assertThat(session.depth()).isEqualTo(16);
        session.finish(assign(), 100_000);
        assertThat(session.depth()).as("a longer one counts at once").isEqualTo(5);
        session.finish(assign(), 10_000_000_000L);
        assertThat(session.depth()).isEqualTo(1);
        for (int i = 0; i < 200; i++) session.finish(assign(), 0);
        assertThat(session.depth()).as("shorter ones count little by little").isEqualTo(16);
        session.finish(assign(), -5);
        session.finish(assign(), Long.MAX_VALUE);
        assertThat(session.depth()).as("a worker that lies").isEqualTo(1);
        session.wearOut();
        assertThat(session.depth()).isZero();
    }

    /** Results for tasks that are not here are nobody's. */
    @Test
    void aResultForNobodyIsPassedOver() {
        Task task = assign();
        assertThat(session.assigned(99)).isNull();
        assertThat(session.assigned(task.sequence())).isSameAs(task);
        session.finish(task, 1);
        assertThat(session.assigned(task.sequence())).isNull();
        assertThat(session.isIdle()).isTrue();
        assertThat(session.tasksDone()).isEqualTo(1);
    }

    /** Stolen is the youngest task that has not begun, and never the only one. */
    @Test
    void theYoungestUnbegunIsStolen() {
        Task first = assign();
        assertThat(session.stealable()).as("the only one").isNull();
        Task second = assign();
        Task third = assign();
        assertThat(session.stealable()).isSameAs(third);
        assertThat(session.revoke(third)).isTrue();
        assertThat(session.load()).isEqualTo(2);
        board.start(first.entry(), first.sequence(), 1);
        assertThat(session.running()).contains(first);
        assertThat(session.stealable()).isSameAs(second);
        board.start(second.entry(), second.sequence(), 1);
        assertThat(session.stealable()).isNull();
        assertThat(session.revoke(second)).isFalse();
    }

    /** No two tasks have one entry, and entries of tasks that are gone are used again. */
    @Test
    void entriesAreUsedAgain() {
        List<Task> tasks = List.of(assign(), assign(), assign());
        assertThat(tasks.stream().map(Task::entry)).doesNotHaveDuplicates();
        session.finish(tasks.get(1), 1);
        assertThat(assign().entry()).isEqualTo(tasks.get(1).entry());
    }

    /** After a death: what had begun is lost, what had not, in its order, is not. */
    @Test
    void whatHadNotBegunSurvivesADeath() {
        Task first = assign();
        Task second = assign();
        Task third = assign();
        assertThat(session.oldestIfNoneBegan()).contains(first);
        board.start(first.entry(), first.sequence(), 1);
        assertThat(session.oldestIfNoneBegan()).isEmpty();
        assertThat(session.takeUnbegun()).containsExactly(second, third);
        assertThat(session.assigned()).containsExactly(first);
    }

    /** What the ring has no room for waits, keeps its order, and goes on when there is room. */
    @Test
    void aFullRingMakesFramesWait() {
        Task large = task(600_000);
        session.assign(large, nextSequence++, NO_LIMITS);
        Task small = assign();
        assertThat(session.isFlushing()).isTrue();
        assertThat(session.hasRoomToFlush()).isFalse();
        assertThat(received().kind()).isEqualTo(Frames.FUNCTION);
        Incoming frame = null;
        while (frame == null) {
            frame = child.childEnd().reader().poll();
            if (session.hasRoomToFlush()) session.flush();
        }
        assertThat(frame.bytes()).hasSize(Frames.TASK_PAYLOAD_AT + 600_000);
        session.flush();
        assertThat(session.isFlushing()).isFalse();
        assertThat(ByteView.longAt(received().bytes(), Frames.TASK_SEQUENCE_AT)).isEqualTo(small.sequence());
    }

    /** The ladder: nothing before the limit; then dump and interrupt; the kill only after the grace time. */
    @Test
    void theLadderIsClimbedStepByStep() throws Exception {
        var limits = new Limits(Optional.of(Duration.ofNanos(1000)), Optional.empty(), 500, Integer.MAX_VALUE);
        Task task = assign();
        assertThat(inspect(limits, 10_000).kills).as("not begun, so not late").isEmpty();
        board.start(task.entry(), task.sequence(), 10_000);
        LimitWatch.Findings early = inspect(limits, 10_999);
        assertThat(early.kills).isEmpty();
        assertThat(early.nextNanos()).isEqualTo(11_000);
        assertThat(task.expiredFor()).isEmpty();
        LimitWatch.Findings late = inspect(limits, 11_000);
        assertThat(late.kills).isEmpty();
        assertThat(late.nextNanos()).isEqualTo(11_500);
        assertThat(task.expiredFor()).contains(new LossCause.TimedOut(Duration.ofNanos(1000)));
        assertThat(child.takeCommand()).isEqualTo(ControlBlock.DUMP | ControlBlock.INTERRUPT);
        assertThat(child.about()).isEqualTo(task.sequence());
        assertThat(inspect(limits, 11_499).kills).isEmpty();
        assertThat(inspect(limits, 11_500).kills)
                .singleElement()
                .extracting(LimitWatch.Kill::cause)
                .isEqualTo(new LossCause.TimedOut(Duration.ofNanos(1000)));
        session.finish(task, 1);
        assertThat(inspect(limits, 20_000).kills).as("it gave way").isEmpty();
    }

    /** Progress keeps a task alive, its lack ends it; without grace at once. */
    @Test
    void progressIsWatched() {
        var limits = new Limits(Optional.empty(), Optional.of(Duration.ofNanos(100)), 0, Integer.MAX_VALUE);
        Task task = assign();
        board.start(task.entry(), task.sequence(), 1000);
        board.progress(task.entry(), 1090);
        assertThat(inspect(limits, 1150).kills).isEmpty();
        assertThat(inspect(limits, 1190).kills)
                .singleElement()
                .extracting(LimitWatch.Kill::cause)
                .isEqualTo(new LossCause.Stalled(Duration.ofNanos(100)));
    }

    /** A limit of centuries is none, and overflows nothing. */
    @Test
    void aLimitOfCenturiesIsNone() {
        var forever = Duration.ofSeconds(Long.MAX_VALUE);
        var limits = new Limits(Optional.of(forever), Optional.of(forever), 500, Integer.MAX_VALUE);
        Task task = assign();
        long now = System.nanoTime();
        board.start(task.entry(), task.sequence(), now);
        assertThat(inspect(limits, now + 1_000_000_000_000L).kills).isEmpty();
        assertThat(limits.taskNanos()).isPositive();
        assertThat(new Limits(Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE).taskNanos())
                .isZero();
    }

    private LimitWatch.Findings inspect(Limits limits, long nowNanos) {
        var findings = new LimitWatch.Findings(nowNanos);
        limits.inspect(session, nowNanos, findings);
        return findings;
    }
}
