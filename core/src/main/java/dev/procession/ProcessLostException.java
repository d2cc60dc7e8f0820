package dev.procession;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;

/** A process that was started for one result ended, or had to be ended, before it gave one. */
public final class ProcessLostException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ProcessReport report;

    /**
     * Creates the exception of a report.
     *
     * @param report how the process ended
     */
    public ProcessLostException(ProcessReport report) {
        super("PRC-402", report + "\n  effect:   its result will never come", null);
        this.report = report;
    }

    /**
     * Returns how the process ended.
     *
     * @return the report
     */
    public ProcessReport report() {
        return report;
    }

    /** Evidence stays where it was gathered: another process gets the text, as the stand-in of this exception. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a report stays in the process that wrote it; its text travels");
    }
}
