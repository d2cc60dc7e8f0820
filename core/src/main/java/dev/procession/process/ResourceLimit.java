package dev.procession.process;

/** What the kernel lets a process have at most: POSIX's {@code setrlimit}. A child passes its limits on to what it starts. */
public enum ResourceLimit {
    /** Seconds of processor time; SIGXCPU at the limit, and SIGKILL a second later. */
    CPU_SECONDS,
    /** The size of a file that it writes, in bytes; beyond that, writing fails. Shared memory is made of files. */
    FILE_BYTES,
    /** The stack of a command's main thread, in bytes; JVMs have {@code -Xss}. */
    STACK_BYTES,
    /** Processes and threads that its user has, all programs together. */
    PROCESSES,
    /** Open descriptors. */
    DESCRIPTORS,
    /** Memory that it locks, in bytes. */
    LOCKED_BYTES,
    /** Address space, in bytes. A JVM reserves many times what it uses; see {@code withMaxHeap} and {@code withMemoryLimit}. */
    ADDRESS_SPACE_BYTES
}
