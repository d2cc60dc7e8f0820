package dev.procession.internal.process;

/**
 * The messages between a process and the child that runs one task of it, little endian.
 * <pre>
 * START   parent → child  version i32 | flags i32 ({@link #CALL}) | most result bytes i32 | least severity of logs i32 | the encoded task
 * VALUE   child → parent  the encoded result, if the task was a call
 * FAILED  child → parent  the encoded throwable that ended the task
 * LOG     child → parent  severity i32 | lost before i32 | milliseconds since 1970 i64 | thread, logger, message, stack trace: each
 *                         its length i32 and UTF-8; one frame of the ring</pre>
 * VALUE or FAILED comes once at most; LOG any number of times, before and after, but only if START asked for it.
 */
final class ProcessFrames {
    static final int START = 1;
    static final int VALUE = 2;
    static final int FAILED = 3;
    static final int LOG = 4;

    static final int VERSION = 1;

    /** The result is wanted. */
    static final int CALL = 1;

    static final int START_VERSION_AT = 0;
    static final int START_FLAGS_AT = 4;
    static final int START_RESULT_BYTES_AT = 8;
    static final int START_LOG_SEVERITY_AT = 12;
    static final int START_PAYLOAD_AT = 16;

    /** The severity of no level: no logs are wanted. */
    static final int NO_LOGS = Integer.MAX_VALUE;

    private ProcessFrames() {}
}
