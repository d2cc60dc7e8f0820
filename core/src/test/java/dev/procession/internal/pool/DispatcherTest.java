package dev.procession.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.Certificate;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.RemoteFunction;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.process.Autopsy;
import dev.procession.internal.process.Launcher;
import dev.procession.internal.process.PlayedChild;
import dev.procession.pool.PoolOptions;
import dev.procession.process.ChildOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds where deciding about a dead worker's tasks fails half-way. */
final class DispatcherTest {
    private static final Limits NO_LIMITS = new Limits(Optional.empty(), Optional.empty(), 0, Integer.MAX_VALUE);
    private static final RemoteFunction<String, String> UPPER = String::toUpperCase;
    private static final LossCause CAUSE = new LossCause.Signaled(9, "SIGKILL");
    private static final Autopsy AUTOPSY = new Autopsy(new ExitStatus.Signaled(9, "SIGKILL"), CAUSE, List.of("seen"));

    @TempDir
    Path base;

    private final Dispatcher dispatcher = new Dispatcher("p", NO_LIMITS);
    private final Call call = new Call(1, UPPER, UPPER, PoolOptions.DEFAULTS);
    private final List<RawOutcome> told = new ArrayList<>();
    private Domain domain;
    private PlayedChild child;
    private Session session;

    /** Last words for which there is no heap. */
    private static final class NoHeap extends AbstractList<String> {
        @Override
        public String get(int index) {
            throw new OutOfMemoryError("no heap for line " + index);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        child = PlayedChild.in(domain, "w-1");
        var worker = new Worker(
                "w-1", dispatcher, new Launcher(domain, ChildOptions.DEFAULTS), 1 << 20, Duration.ofSeconds(1));
        session = new Session(worker, child.launched(), dispatcher);
        assertThat(dispatcher.ready(session)).isTrue();
    }

    @AfterEach
    void close() {
        domain.destroyObject(child.launched().channel());
        Member.leave(domain);
    }

    private Task task(Task.Listener listener) {
        return new Task(call, "in", new byte[8], 1, listener);
    }

    private void begin(Task task) {
        new TaskBoard(child.launched().channel().segment()).start(task.entry(), task.sequence(), 1);
    }

    /** Where there is no heap for the whole certificate, the task is lost with a short one, and the session is closed. */
    @Test
    void aTaskIsToldItsEndWithoutRoomForTheCertificate() {
        Task running = task((task, outcome) -> told.add(outcome));
        dispatcher.submit(List.of(running));
        begin(running);
        dispatcher.died(session, AUTOPSY, new NoHeap());
        assertThat(session.isOpen()).isFalse();
        Certificate certificate = ((RawOutcome.Gone) told.getFirst()).certificate();
        assertThat(certificate.cause()).isEqualTo(CAUSE);
        assertThat(certificate.evidence()).singleElement().asString().contains("no heap for line 0");
        assertThat(told).hasSize(1);
    }

    /** An error on the way still closes the session, whose channel is unmapped next, and goes to the caller. */
    @Test
    @SuppressWarnings("NullAway") // a null where none may be is the error
    void anErrorOnTheWayClosesTheSession() {
        Task running = task((task, outcome) -> told.add(outcome));
        dispatcher.submit(List.of(running));
        begin(running);
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> dispatcher.died(session, null, List.of()));
        assertThat(session.isOpen()).isFalse();
        Task next = task((task, outcome) -> told.add(outcome));
        dispatcher.submit(List.of(next));
        assertThat(next.state())
                .as("nothing is sent to a session that was removed")
                .isEqualTo(Task.State.WAITING);
    }

    /** A listener that throws keeps no other from being told. */
    @Test
    void aListenerThatThrowsKeepsNoOtherFromBeingTold() {
        Task bad = task((task, outcome) -> {
            throw new OutOfMemoryError("no heap to listen");
        });
        Task good = task((task, outcome) -> told.add(outcome));
        dispatcher.submit(List.of(task((task, outcome) -> {}), bad, good)); // the first goes to the worker, two wait
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(dispatcher::stop);
        assertThat(told).hasSize(1);
    }
}
