package dev.procession.internal.sync;

/** Whether the process at the other end still lives, by the kernel's word or its supervisor's. */
@FunctionalInterface
public interface Liveness {
    boolean isAlive();
}
