package dev.procession.internal.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of this JVM, for those who sleep in the kernel: a JVM that ends waits up to 300 ms for threads in native code. Loads
 * nothing else, so that one that never slept ends without.
 */
public final class JvmEnd {
    private static final List<Runnable> SLEEPERS = new ArrayList<>(2);
    private static boolean begun;

    private JvmEnd() {}

    /** Runs this, which neither waits nor throws, when the JVM ends; at once if it does. */
    public static void atBegin(Runnable leaving) {
        synchronized (SLEEPERS) {
            SLEEPERS.add(leaving);
            if (!begun) return;
        }
        leaving.run();
    }

    /** The JVM ends: nobody is to hold it up by sleeping in the kernel. Called by shutdown hooks, as often as they like. */
    public static void begins() {
        List<Runnable> all;
        synchronized (SLEEPERS) {
            if (begun) return;
            begun = true;
            all = List.copyOf(SLEEPERS);
        }
        for (Runnable leaving : all) leaving.run();
    }
}
