package dev.procession;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;

/**
 * The process that ran a task ended, or had to be ended, before the task gave a result.
 *
 * <p>It stands for one task only; the {@linkplain #certificate() certificate} says how its process ended, from evidence.
 */
public final class TaskLostException extends ProcessionException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Certificate certificate;

    /**
     * Creates the exception of a certificate.
     *
     * @param certificate how the process of the task ended
     */
    public TaskLostException(Certificate certificate) {
        super("PRC-301", certificate.report(), null);
        this.certificate = certificate;
    }

    /**
     * Returns how the process of the task ended.
     *
     * @return the certificate
     */
    public Certificate certificate() {
        return certificate;
    }

    /** Evidence stays where it was gathered: another process gets the text, as the stand-in of this exception. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a certificate stays in the process that wrote it; its text travels");
    }
}
