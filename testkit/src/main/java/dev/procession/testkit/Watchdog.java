package dev.procession.testkit;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends a test that hangs, with what is needed to see why: when it has taken longer than the limit, the stacks of all threads
 * of this JVM and of all JVMs below it are printed to standard error, then every process below is killed and the thread of the
 * test is interrupted. The test fails, whatever it makes of the interrupt.
 *
 * <p>The limit is {@link Delays#WATCHDOG}, or that of {@code @RegisterExtension final Watchdog dog = new Watchdog(limit)}. It
 * covers the test with its {@code @BeforeEach} and {@code @AfterEach} methods.
 */
public final class Watchdog implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Watchdog.class);

    private final Duration limit;

    /** Creates the extension with the limit {@link Delays#WATCHDOG}. */
    public Watchdog() {
        this(Delays.WATCHDOG);
    }

    /**
     * Creates the extension.
     *
     * @param limit the longest time for one test
     */
    public Watchdog(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        var guard = new HangGuard(context.getUniqueId(), limit, Thread.currentThread(), System.err::println);
        context.getStore(STORE).put(HangGuard.class, guard);
        guard.start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        HangGuard guard = context.getStore(STORE).remove(HangGuard.class, HangGuard.class);
        if (guard != null) guard.end();
    }
}
