package dev.procession.benchmarks;

import java.io.Serial;

/** The words of the command line make no sense; the message is one sentence without a full stop. */
public final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
