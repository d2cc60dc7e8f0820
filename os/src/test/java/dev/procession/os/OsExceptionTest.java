package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a refused call is reported. */
final class OsExceptionTest {
    private static final int ROUNDS = 20_000;

    /** The message has the call, the path, the symbol and the meaning; the facts are there on their own. */
    @Test
    void saysWhatHappenedToWhat() {
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Descriptor.openFile(Path.of("/no/such/file"), Descriptor.O_RDONLY, 0))
                .withMessage("open('/no/such/file') failed: ENOENT (no such file or directory)")
                .returns(Errno.ENOENT, OsException::errno)
                .returns("open", OsException::call)
                .returns("'/no/such/file'", OsException::subject);
    }

    /** Each thread gets the error of its own call, however many others fail at the same time. */
    @Test
    void errorsBelongToTheirCall() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        FutureTask<Integer> badDescriptor = new FutureTask<>(() -> {
            start.await();
            return count(Errno.EBADF, () -> Descriptor.close(Integer.MAX_VALUE));
        });
        FutureTask<Integer> badProcess = new FutureTask<>(() -> {
            start.await();
            return count(Errno.ESRCH, () -> Descriptor.close(Pidfd.open(Integer.MAX_VALUE)));
        });
        Thread.ofPlatform().start(badDescriptor);
        Thread.ofPlatform().start(badProcess);
        assertThat(badDescriptor.get(SleepingThread.WATCHDOG_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(ROUNDS);
        assertThat(badProcess.get(SleepingThread.WATCHDOG_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(ROUNDS);
    }

    private static int count(int errno, Runnable failing) {
        int count = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try {
                failing.run();
            } catch (OsException e) {
                count += e.errno() == errno ? 1 : 0;
            }
        }
        return count;
    }

    /** A number has its symbol and its words, and one without is shown as it is. */
    @Test
    void namesErrors() {
        assertThat(Errno.name(Errno.EDQUOT)).isEqualTo("EDQUOT");
        assertThat(Errno.text(Errno.EDQUOT)).isEqualTo("quota exceeded");
        assertThat(Errno.name(4000)).isEqualTo("errno 4000");
        assertThat(Errno.text(4000)).isEqualTo("unknown error");
    }
}
