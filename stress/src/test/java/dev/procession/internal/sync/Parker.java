package dev.procession.internal.sync;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.os.Futex;
import java.lang.foreign.MemorySegment;

/** Stands for the class of this name where Lincheck checks: sleeps on two words, the target and the epoch, without a deadline. */
final class Parker {
    private static final Parker ANY = new Parker();

    static Parker ofThisThread() {
        return ANY;
    }

    boolean park(
            SharedSegment segment,
            MemorySegment word,
            int expected,
            Domain domain,
            int epoch,
            long deadlineNanos,
            Runnable check) {
        check.run();
        Futex.kernel().sleep(word.address(), () -> Words.intVolatile(word, 0) == expected && domain.epoch() == epoch);
        return true;
    }
}
