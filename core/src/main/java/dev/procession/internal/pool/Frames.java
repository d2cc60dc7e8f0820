package dev.procession.internal.pool;

/**
 * The messages between a pool and its workers, little endian. Formats: {@code docs/formats/pool-frames.md}.
 * <pre>
 * FUNCTION  parent → worker  call i32 | the encoded function
 * TASK      parent → worker  version u8, headers u8 (0), entry u16 | call i32 | sequence i64 | attempt i32, most result bytes i32 |
 *                            limit nanos i64, 0 without | the encoded input; call 0: the encoded callable
 * FORGET    parent → worker  call i32
 * DONE      worker → parent  sequence i64 | running nanos i64 | the encoded value
 * FAILED    worker → parent  sequence i64 | running nanos i64 | flags i32 ({@link #WORN_OUT}) | the encoded throwable</pre>
 */
final class Frames {
    static final int FUNCTION = 1;
    static final int TASK = 2;
    static final int FORGET = 3;
    static final int DONE = 4;
    static final int FAILED = 5;

    static final int VERSION = 1;

    /** No function: the payload is the callable itself. */
    static final int NO_CALL = 0;

    /** The worker ran out of heap or stack, and asks to be replaced. */
    static final int WORN_OUT = 1;

    static final int TASK_VERSION_AT = 0;
    static final int TASK_ENTRY_AT = 2;
    static final int TASK_CALL_AT = 4;
    static final int TASK_SEQUENCE_AT = 8;
    static final int TASK_ATTEMPT_AT = 16;
    static final int TASK_RESULT_BYTES_AT = 20;
    static final int TASK_LIMIT_AT = 24;
    static final int TASK_PAYLOAD_AT = 32;

    static final int RESULT_SEQUENCE_AT = 0;
    static final int RESULT_RUNNING_AT = 8;
    static final int DONE_PAYLOAD_AT = 16;
    static final int FAILED_FLAGS_AT = 16;
    static final int FAILED_PAYLOAD_AT = 20;

    private Frames() {}
}
