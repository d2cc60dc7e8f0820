package dev.procession.cli;

import java.io.Serial;

/** The user asked for what cannot be done; the message is one sentence that says what is wrong and what to do. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String sentence) {
        super(sentence);
    }
}
