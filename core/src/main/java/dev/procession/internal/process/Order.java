package dev.procession.internal.process;

/** What a parent asks of a child that runs one task. Small, so that the kernel takes an order whole or not at all. */
final class Order {
    /** The parent has done what it does from outside: the child hangs on it, and may begin. The first one. */
    static final int GO = 1;
    /** Interrupt the main thread. */
    static final int INTERRUPT = 2;
    /** End within so many nanoseconds. */
    static final int TERMINATE = 3;
    /** From the child to itself, so that its reader leaves the kernel: the JVM ends. */
    static final int LEAVE = 4;

    static final int BYTES = 12;
    static final int KIND_AT = 0;
    static final int ARGUMENT_AT = 4;

    private Order() {}
}
