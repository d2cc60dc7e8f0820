package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Exceptions that end a thread are noticed, and those that somebody catches are not. */
final class UncaughtCheckTest {

    /** Those of platform and virtual threads are told with the thread and the cause; the first is thrown, with the rest. */
    @Test
    void tellsWhatNobodyCaught() throws Exception {
        UncaughtCheck.Watch watch = UncaughtCheck.Watch.start();
        Thread.ofPlatform().name("careless").start(UncaughtCheckTest::fail).join();
        Thread.ofVirtual().start(UncaughtCheckTest::fail).join();
        assertThatThrownBy(watch::end)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("careless", "IllegalStateException: on purpose")
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    /** What is caught is nobody's business, and the handler of before is back afterwards. */
    @Test
    void isSilentWithoutOne() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        UncaughtCheck.Watch watch = UncaughtCheck.Watch.start();
        Thread.ofPlatform()
                .start(() -> assertThatThrownBy(UncaughtCheckTest::fail).isInstanceOf(IllegalStateException.class))
                .join();
        watch.end();
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }

    private static void fail() {
        throw new IllegalStateException("on purpose");
    }
}
