package dev.procession.testkit;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves something behind: a child process, also one that ended and was not reaped; a thread named
 * {@code procession-}; a descriptor; a mapping of {@code /dev/shm/procession-}; an entry below
 * {@code /dev/shm/procession-<uid>}.
 *
 * <p>What was there before the class does not count, nor what goes within {@link Delays#LONG}, nor what other programs on the
 * machine make. It looks after the last {@code @AfterAll} method of the class.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(LeakCheck.class);

    private final Duration patience;

    /** Creates the extension. */
    public LeakCheck() {
        this(Delays.LONG);
    }

    LeakCheck(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(STORE).put(context.getUniqueId(), Leaks.since());
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        Leaks leaks = context.getStore(STORE).get(context.getUniqueId(), Leaks.class);
        if (leaks != null) check(context.getDisplayName(), leaks);
    }

    /** Waits for what is ending, and fails if something is left. */
    void check(String who, Leaks leaks) throws InterruptedException {
        Set<String> left = leaks.awaitNone(patience);
        if (!left.isEmpty()) {
            throw new AssertionError(who + " left behind, " + patience.toMillis() + " ms after its end:\n  "
                    + String.join("\n  ", left));
        }
    }
}
