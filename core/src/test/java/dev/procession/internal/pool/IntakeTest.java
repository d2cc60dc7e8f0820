package dev.procession.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.procession.CorruptSegmentException;
import dev.procession.RemoteFunction;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.memory.Words;
import dev.procession.internal.process.ChannelLayout;
import dev.procession.internal.process.Launcher;
import dev.procession.internal.process.PlayedChild;
import dev.procession.pool.PoolOptions;
import dev.procession.process.ChildOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who brings results in: the keeper, or a thread that waits for one. */
@Timeout(20)
final class IntakeTest {
    private static final RemoteFunction<String, String> UPPER = String::toUpperCase;
    private static final long RING_TO_PARENT_TAIL_AT = ChannelLayout.DUPLEX_AT + 256 + 512 + (256 << 10);

    @TempDir
    Path base;

    private Domain domain;
    private PlayedChild child;
    private Dispatcher dispatcher;
    private Session session;
    private final List<RawOutcome> outcomes = new ArrayList<>();

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        child = PlayedChild.in(domain, "w-1");
        dispatcher = new Dispatcher("p", new Limits(Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE));
        var launcher = new Launcher(domain, ChildOptions.DEFAULTS);
        var worker = new Worker("w-1", dispatcher, launcher, 1 << 20, Duration.ofSeconds(1));
        session = new Session(worker, child.launched(), dispatcher);
        dispatcher.ready(session);
    }

    @AfterEach
    void close() {
        domain.destroyObject(child.launched().channel());
        Member.leave(domain);
    }

    private Task submit() {
        Call call = new Call(1, UPPER, UPPER, PoolOptions.DEFAULTS);
        Task task = new Task(call, "in", new byte[8], 1, (ended, outcome) -> outcomes.add(outcome));
        dispatcher.submit(List.of(task));
        return task;
    }

    private void answer(Task task) {
        EncodeBuffer result = new EncodeBuffer(64);
        result.writeLong(task.sequence());
        result.writeLong(0);
        child.childEnd().writer().advance(new Outgoing(Frames.DONE, result.array(), result.size()));
    }

    /** The keeper takes what is there, and hears that there is nothing. */
    @Test
    void theKeeperTakesResults() {
        answer(submit());
        assertThat(session.intake().take()).isTrue();
        assertThat(outcomes).hasSize(1);
        assertThat(session.intake().take()).isFalse();
    }

    /** A thread that waits takes the result that it waits for; the keeper need not wake up. */
    @Test
    void aWaitingThreadTakesItsResult() {
        Task task = submit();
        answer(task);
        dispatcher.help(task, () -> !outcomes.isEmpty());
        assertThat(outcomes).hasSize(1);
        assertThat(session.intake().take()).isFalse();
    }

    /** A result that does not come soon is left to the keeper. */
    @Test
    void aWaitingThreadDoesNotWaitForLong() {
        Task task = submit();
        dispatcher.help(task, () -> !outcomes.isEmpty());
        answer(task);
        assertThat(session.intake().take()).isTrue();
    }

    /** Once the keeper has decided the session, nobody reads its ring. */
    @Test
    void nobodyReadsAClosedIntake() {
        Task task = submit();
        answer(task);
        session.intake().close();
        dispatcher.help(task, () -> !outcomes.isEmpty());
        assertThat(outcomes).isEmpty();
    }

    /** A thread that finds the ring damaged goes on waiting; it is the keeper who hears of it. */
    @Test
    void damageIsTheKeepersToTell() {
        Task task = submit();
        Words.longRelease(child.launched().channel().segment().memory(), RING_TO_PARENT_TAIL_AT, Long.MAX_VALUE);
        dispatcher.help(task, () -> false);
        assertThat(outcomes).isEmpty();
        assertThatExceptionOfType(CorruptSegmentException.class).isThrownBy(session::throwIfDamaged);
    }

    /** A result that is too short to be one does not make its task disappear: it is still its worker's when that ends. */
    @Test
    void aCutResultLeavesItsTaskWhereItIs() {
        Task task = submit();
        EncodeBuffer result = new EncodeBuffer(64);
        result.writeLong(task.sequence());
        result.writeLong(0);
        child.childEnd().writer().advance(new Outgoing(Frames.FAILED, result.array(), result.size()));
        assertThatIllegalArgumentException().isThrownBy(() -> session.intake().take());
        assertThat(session.assigned(task.sequence())).isSameAs(task);
    }

    /** A thread that comes when the channel is gone is not told of that: the keeper tells its task. */
    @Test
    void aChannelThatIsGoneIsNoError() {
        Task task = submit();
        child.launched().channel().segment().close(); // as the keeper does after the end
        dispatcher.help(task, () -> false);
        assertThat(outcomes).isEmpty();
    }
}
