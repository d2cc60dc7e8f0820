package dev.procession.internal.process;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.process.Output;
import java.nio.file.Path;
import java.util.List;

/**
 * A child without a process: the parent's side is real, and the child's side of the same channel is the test's to play.
 *
 * @param launched what the parent holds
 * @param childEnd the child's end of the rings
 * @param childControl the child's side of the control block
 */
public record PlayedChild(Launched launched, Duplex childEnd, ControlBlock childControl) {
    public static PlayedChild in(Domain domain, String name) {
        SharedObject channel = domain.createObject(SegmentKind.CHANNEL, ChannelLayout.BYTES);
        var control = new ControlBlock(channel.segment(), ChannelLayout.CONTROL_AT, domain);
        Duplex duplex = Duplex.parentEnd(channel.segment(), ChannelLayout.DUPLEX_AT, domain, 1 << 20);
        var out = new LineStream(name, 1, false, -1, Output.DISCARD);
        var err = new LineStream(name, 1, true, -1, Output.DISCARD);
        Child child = new Child(name, Integer.MAX_VALUE, -1, List.of("played"), out, err, () -> {});
        Path nowhere = domain.folder().resolve("none");
        var ending = new Ending(child, control, domain.folder(), nowhere);
        var launched = new Launched(domain, ending, channel, control, duplex, nowhere);
        return new PlayedChild(
                launched,
                Duplex.childEnd(channel.segment(), ChannelLayout.DUPLEX_AT, domain),
                new ControlBlock(channel.segment(), ChannelLayout.CONTROL_AT, domain));
    }

    /** The commands that the child has been sent, and the task they are about. */
    public int takeCommand() throws InterruptedException {
        return childControl.takeCommand();
    }

    public long about() {
        return childControl.about();
    }
}
