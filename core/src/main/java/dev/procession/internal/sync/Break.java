package dev.procession.internal.sync;

/** Why a barrier was broken. Its number stands in shared memory. */
enum Break {
    DEATH(1, "a process that is a party died, or one died in the middle of a call"),
    TIME_OUT(2, "one that waited ran out of time"),
    INTERRUPT(3, "one that waited was interrupted"),
    ABORT(4, "it was aborted"),
    ACTION(5, "its action failed"),
    CLOSE(6, "a process closed it while its own threads waited"),
    RESET(7, "it was reset while others waited"),
    /** Of a generation that ended too many breaks ago. */
    UNKNOWN(8, "it was broken several times since");

    private final int number;
    private final String text;

    Break(int number, String text) {
        this.number = number;
        this.text = text;
    }

    int number() {
        return number;
    }

    /** From shared memory, which nobody trusts. */
    static Break of(int number) {
        for (Break each : values()) {
            if (each.number == number) return each;
        }
        return UNKNOWN;
    }

    String text() {
        return text;
    }
}
