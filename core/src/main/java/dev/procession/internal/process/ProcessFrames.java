package dev.procession.internal.process;

/**
 * What a process and the child that runs one task of it tell each other, little endian.
 *
 * <p>The task is in a file without a name, which the child inherits:
 * <pre>
 * START   version i32 | flags i32 ({@link #CALL}) | most result bytes i32 | least severity of logs i32 | the encoded task</pre>
 *
 * From the parent come orders, each of {@link Order#BYTES} bytes: kind i32 | argument i64.
 *
 * <p>From the child come frames, each with a header of {@link #HEADER_BYTES}: kind i32 | length of what follows i32.
 * <pre>
 * READY   nothing; the first one
 * VALUE   the encoded result, if the task was a call
 * FAILED  heap used i64 | heap max i64 | the encoded throwable that ended the task
 * LOG     severity i32 | lost before i32 | milliseconds since 1970 i64 | thread, logger, message, stack trace: each its length i32 and UTF-8
 * END     mark i32 ({@link EndMark}) | its words in UTF-8
 * EXIT    the number given to exit i32, written by the C library</pre>
 * VALUE or FAILED comes once at most; LOG any number of times, before and after, but only if START asked for it; of END the first
 * counts; EXIT is the last.
 */
final class ProcessFrames {
    static final int VALUE = 2;
    static final int FAILED = 3;
    static final int LOG = 4;
    static final int READY = 5;
    static final int END = 6;
    static final int EXIT = 7;

    static final int HEADER_BYTES = 8;

    static final int VERSION = 2;

    /** The result is wanted. */
    static final int CALL = 1;

    static final int START_VERSION_AT = 0;
    static final int START_FLAGS_AT = 4;
    static final int START_RESULT_BYTES_AT = 8;
    static final int START_LOG_SEVERITY_AT = 12;
    static final int START_PAYLOAD_AT = 16;

    static final int FAILED_PAYLOAD_AT = 16;

    /** The severity of no level: no logs are wanted. */
    static final int NO_LOGS = Integer.MAX_VALUE;

    /** What the child inherits, behind the parent's FIFO: the task. */
    static final int TASK_DESCRIPTOR = 4;
    /** What the child inherits: the pipe of orders. */
    static final int ORDERS_DESCRIPTOR = 5;
    /** What the child inherits: the pipe of its frames. */
    static final int FRAMES_DESCRIPTOR = 6;

    private ProcessFrames() {}

    /**
     * Where the child opens what it inherited once more, with nothing but the JDK: that an own descriptor costs no linking is why
     * a child boots in half the time.
     */
    static String path(int descriptor) {
        return "/proc/self/fd/" + descriptor;
    }
}
