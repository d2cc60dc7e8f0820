package dev.procession.testkit;

import dev.procession.os.Self;
import dev.procession.os.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@linkplain WovenClasses woven classes} call at each of their kill points: kills this process with a real
 * {@code SIGKILL} if it has been armed for this point, else does nothing, or pauses.
 *
 * <p>A process is armed by {@link #arm}, or from birth by system properties ({@link #POINT}, {@link #PASSING},
 * {@link #TICKET}), which suits a process that the library under test starts.
 */
public final class KillSwitch {
    /** System property: the name of the point. */
    public static final String POINT = "procession.kill.point";

    /** System property: at which passing to kill; 1, the first, by default. */
    public static final String PASSING = "procession.kill.passing";

    /**
     * System property: a file that the killed process deletes first, and without which nobody is killed. So of many processes
     * that come by, such as the successors of a killed worker, one is killed; and the missing file is the proof.
     */
    public static final String TICKET = "procession.kill.ticket";

    /** System property: the seed of random pauses at all kill points; without it there are none. */
    public static final String STIR = "procession.stir";

    private static volatile Armed armed = fromProperties();
    private static final Stirring STIRRING = Stirring.fromProperties();

    private KillSwitch() {}

    /**
     * Arms this process for the first passing of a point.
     *
     * @param point the name of the point
     */
    public static void arm(String point) {
        armed = new Armed(point, new AtomicInteger(1), "");
    }

    /**
     * Called by woven code.
     *
     * @param point the name of the point that is passed
     */
    public static void reach(String point) {
        Armed now = armed;
        if (now.point.equals(point) && now.left.decrementAndGet() == 0 && now.takesTicket()) {
            Signals.kill(Self.pid(), Signals.SIGKILL);
            throw new IllegalStateException("survived SIGKILL at " + point); // the kernel does not return here
        }
        STIRRING.pause();
    }

    private static Armed fromProperties() {
        String passing = System.getProperty(PASSING, "1");
        return new Armed(
                System.getProperty(POINT, ""),
                new AtomicInteger(Integer.parseInt(passing)),
                System.getProperty(TICKET, ""));
    }

    private record Armed(String point, AtomicInteger left, String ticket) {
        boolean takesTicket() {
            try {
                return ticket.isEmpty() || Files.deleteIfExists(Path.of(ticket));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
