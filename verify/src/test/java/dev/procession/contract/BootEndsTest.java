package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.PoolBrokenException;
import dev.procession.StartException;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The row of the child that cannot boot: the pool fails with its command line and its own words. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class BootEndsTest {

    /** A flag that the JVM does not know. */
    @Test
    void badFlagIsToldInTheJvmsOwnWords() throws Exception {
        assertThat(brokenBy(o -> o.withJvmFlags("-XX:+NoSuchFlagAtAll")))
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("bin/java ")
                .hasMessageContaining("-XX:+NoSuchFlagAtAll")
                .hasMessageContaining("Unrecognized VM option");
    }

    /** A JDK that is not there. */
    @Test
    void missingJdkIsNamed() throws Exception {
        Path nowhere = Path.of("/nowhere/jdk");
        assertThat(brokenBy(o -> o.withChild(c -> c.withJavaHome(nowhere))))
                .hasMessageContaining("/nowhere/jdk/bin/java")
                .hasMessageContaining("withJavaHome");
    }

    /** A boot that takes longer than it may. */
    @Test
    void startTimeoutIsNamed() throws Exception {
        assertThat(brokenBy(o -> o.withChild(c -> c.withStartTimeout(Duration.ofMillis(1)))))
                .hasMessageContaining("was not ready after 1 ms")
                .hasMessageContaining("bin/java ");
    }

    /** A heap that cannot be: what the JVM says is in the message. */
    @Test
    void impossibleHeapIsToldInTheJvmsOwnWords() throws Exception {
        assertThat(brokenBy(o -> o.withMaxHeap("8m").withJvmFlags("-Xms1g")))
                .hasMessageContaining("-Xms1g")
                .hasMessageContaining("eap size");
    }

    private static StartException brokenBy(UnaryOperator<PoolOptions> options) throws Exception {
        try (var pool = ProcessPool.open(o -> options.apply(o.withWorkers(2)))) {
            Throwable failure = failureOfFirst(pool);
            assertThat(failure).isInstanceOf(PoolBrokenException.class);
            assertThatThrownBy(() -> pool.submit(() -> 2))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("broken");
            assertThat(failure.getCause()).isInstanceOf(StartException.class);
            return (StartException) failure.getCause();
        }
    }

    /** Of the first task, which may come before the pool is found broken, or after. */
    private static Throwable failureOfFirst(ProcessPool pool) throws Exception {
        ProcessFuture<Integer> future;
        try {
            future = pool.submit(() -> 1);
        } catch (RejectedExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        return Pools.failure(future);
    }
}
