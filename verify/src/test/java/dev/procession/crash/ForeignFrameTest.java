package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.LossCause;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.pool.WorkerRole;
import dev.procession.internal.process.Birth;
import dev.procession.internal.process.Launched;
import dev.procession.internal.process.Launcher;
import dev.procession.process.ChildOptions;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames that no parent of a worker's own release sends. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ForeignFrameTest {
    private static final int TASK = 2;
    private static final int TASK_HEADER_BYTES = 32;

    private static String endAfter(Outgoing frame) throws Exception {
        Domain domain = Domain.acquire();
        try {
            Launched launched = new Launcher(domain, ChildOptions.DEFAULTS.withOutput(Output.DISCARD))
                    .start(Birth.here("foreign", "", true), WorkerRole.class, 1 << 16);
            try {
                launched.awaitReady(Delays.LONG);
                assertThat(launched.duplex().writer().advance(frame)).isTrue();
                assertThat(launched.child().join(Delays.LONG.toNanos())).isTrue();
                assertThat(launched.autopsy().cause()).isInstanceOf(LossCause.Undetermined.class);
                return launched.autopsy().cause().toString();
            } finally {
                launched.child().kill(new LossCause.PoolClosed());
                launched.child().awaitEnd();
                launched.lastOutput();
                launched.dispose();
            }
        } finally {
            Domain.release();
        }
    }

    /** A task in another version of the frames ends the worker, which says which version came and what to do. */
    @Test
    void aTaskInAnotherVersionIsRefused() throws Exception {
        byte[] task = new byte[TASK_HEADER_BYTES];
        task[0] = 2;
        assertThat(endAfter(new Outgoing(TASK, task, task.length)))
                .contains("the worker itself failed", "version 2", "reads 1", "the same version");
    }

    /** A frame of an unknown kind ends the worker, which names the kind. */
    @Test
    void aFrameOfAnUnknownKindIsRefused() throws Exception {
        assertThat(endAfter(new Outgoing(99, new byte[8], 8))).contains("the worker itself failed", "kind 99");
    }

    /** A task cut short ends the worker, and does not run. */
    @Test
    void aTaskCutShortIsRefused() throws Exception {
        byte[] task = new byte[8];
        task[0] = 1;
        assertThat(endAfter(new Outgoing(TASK, task, task.length))).contains("the worker itself failed");
    }
}
