package dev.procession.testkit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test during which a thread of this JVM, whoever started it, ended by an exception that nobody caught. Without it, an
 * assertion in such a thread, or an exception that it ought not to have met, is a line on standard error beside a green test.
 *
 * <p>During a test it is the {@link Thread#setDefaultUncaughtExceptionHandler default handler}, and it looks after the
 * {@code @AfterEach} methods. What a thread throws that the test does not wait for may come later, unseen.
 */
public final class UncaughtCheck implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(UncaughtCheck.class);

    /** Creates the extension. */
    public UncaughtCheck() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(STORE).put(context.getUniqueId(), Watch.start());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Watch watch = context.getStore(STORE).remove(context.getUniqueId(), Watch.class);
        if (watch != null) watch.end();
    }

    /** The default handler, from start to end. */
    static final class Watch implements Thread.UncaughtExceptionHandler {
        private final Thread.@Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        private final Queue<AssertionError> uncaught = new ConcurrentLinkedQueue<>();

        private Watch() {}

        static Watch start() {
            var watch = new Watch();
            Thread.setDefaultUncaughtExceptionHandler(watch);
            return watch;
        }

        @Override
        public void uncaughtException(Thread thread, Throwable exception) {
            uncaught.add(new AssertionError(thread + " ended by " + exception, exception));
        }

        /** Throws what came first, with the rest. */
        void end() {
            Thread.setDefaultUncaughtExceptionHandler(before);
            AssertionError first = uncaught.poll();
            if (first == null) return;
            uncaught.forEach(first::addSuppressed);
            throw first;
        }
    }
}
