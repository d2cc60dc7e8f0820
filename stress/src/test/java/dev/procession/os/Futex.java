package dev.procession.os;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the class of this name where Lincheck checks. Sleeping and waking are a monitor's, which Lincheck knows: a sleeper whom
 * nobody wakes is a deadlock, which it reports. There is no nap, so nothing makes a lost wake-up good.
 */
public final class Futex {
    private static @Nullable Kernel kernel;

    private Futex() {}

    /** From here on there is another kernel, in which nobody sleeps. */
    public static void boot(Kernel another) {
        kernel = another;
    }

    public static Kernel kernel() {
        if (kernel == null) throw new IllegalStateException("no kernel was booted");
        return kernel;
    }

    public static int wake(MemorySegment word, int count) {
        return kernel().wake(word.address(), count);
    }
}
