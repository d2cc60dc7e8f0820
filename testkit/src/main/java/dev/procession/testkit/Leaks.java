package dev.procession.testkit;

import java.time.Duration;
import java.util.Set;

/**
 * What a piece of work leaves behind, for programs that are no JUnit tests; {@link LeakCheck} says what counts.
 *
 * <pre>{@code
 * Leaks leaks = Leaks.since();
 * work();
 * Set<String> left = leaks.awaitNone(Delays.LONG);
 * }</pre>
 */
public final class Leaks {
    private final Resources before;

    private Leaks(Resources before) {
        this.before = before;
    }

    /**
     * Notes what this JVM holds now, which is not counted later.
     *
     * @return what to ask after the work
     */
    public static Leaks since() {
        return new Leaks(Resources.now());
    }

    /**
     * Waits until nothing is here that was not there before, or time has run out.
     *
     * @param atMost the longest wait, for what is ending already
     * @return one line for each thing that is left; empty if nothing is
     * @throws InterruptedException if the caller is interrupted
     */
    public Set<String> awaitNone(Duration atMost) throws InterruptedException {
        if (Eventually.heldWithin(atMost, () -> Resources.now().beyond(before).isEmpty())) return Set.of();
        return Resources.now().beyond(before);
    }
}
