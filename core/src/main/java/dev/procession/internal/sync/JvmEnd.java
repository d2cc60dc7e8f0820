package dev.procession.internal.sync;

/** The end of this JVM, for those who sleep. */
public final class JvmEnd {
    private JvmEnd() {}

    /** The JVM ends: nobody is to hold it up by sleeping in the kernel. Called by shutdown hooks, as often as they like. */
    public static void begins() {
        Parker.leaveTheKernel();
    }
}
