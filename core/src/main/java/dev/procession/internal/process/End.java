package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import java.util.List;
import java.util.Optional;

/**
 * How a child ended, in full.
 *
 * @param status by the kernel, and by its own last words where the kernel kept less
 * @param cause why, unless it simply came to its end
 * @param evidence the facts that this rests on
 * @param lastOutput the last lines that it printed
 * @param rssBytes its private memory when last looked at, or 0
 */
record End(
        ExitStatus status, Optional<LossCause> cause, List<String> evidence, List<String> lastOutput, long rssBytes) {

    /** Of a child whose end could not be looked into. */
    static End unexamined(ExitStatus status, Throwable why) {
        var cause = new LossCause.Undetermined("its end could not be examined: " + why);
        return new End(status, Optional.of(cause), List.of(), List.of(), 0);
    }
}
