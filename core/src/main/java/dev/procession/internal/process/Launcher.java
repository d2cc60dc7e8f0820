package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.sync.Bell;
import dev.procession.os.OsException;
import dev.procession.process.ChildOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the JVMs of a pool: makes the channel, lets the {@link Spawner} start the process, and hands back the {@link Launched}, which is
 * not ready yet.
 *
 * <p><b>If this process is killed</b> <pre>
 * between                          leaves                          put right by
 * making the channel and spawning  an object of a dead creator     the retirer of this process's slot
 * spawning and the child's arming  a child that boots              itself: its parent is another, or its domain is gone
 * the child's arming and ready     an armed child                  the kernel
 * stopping a child and its kill    a child that stands still       the kernel: a hang-up ends it all the same
 * a child's end and its reaping    a zombie                        the init process
 * an error file and its keeping    the file, in the domain         the sweep</pre>
 */
public final class Launcher {
    private final Domain domain;
    private final ChildOptions options;
    private final Spawner spawner;
    private final Path crashDirectory;

    public Launcher(Domain domain, ChildOptions options) {
        this.domain = domain;
        this.options = options;
        this.spawner = new Spawner(domain, options);
        this.crashDirectory = options.crashDirectory().orElseGet(Launcher::standardCrashDirectory);
    }

    static Path standardCrashDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
                .resolve("procession-crashes-" + System.getProperty("user.name", "unknown"));
    }

    /**
     * Starts a child.
     *
     * @param birth who it is to be
     * @param longestMessage the most bytes that this process is ready to receive in one message
     * @return the child, whose end rings the bell of its channel for {@link Bell#LOCAL}
     * @throws StartException if it could not even be spawned
     */
    public Launched start(Birth birth, Class<? extends ChildRole> role, int longestMessage) {
        try {
            return begin(birth, role, longestMessage);
        } catch (OsException | IllegalArgumentException e) {
            throw StartFailures.of(birth.name(), e);
        }
    }

    private Launched begin(Birth birth, Class<? extends ChildRole> role, int longestMessage) {
        SharedObject channel = domain.createObject(SegmentKind.CHANNEL, ChannelLayout.BYTES);
        Path arguments = domain.folder().resolve("args-" + channel.id().text());
        boolean started = false;
        try {
            var words = new ArrayList<>(List.of(
                    domain.folder().toString(),
                    channel.id().text(),
                    domain.self().slot() + "."
                            + Integer.toUnsignedString(domain.self().generation()),
                    domain.parentFifo().toString(),
                    role.getName()));
            words.addAll(birth.words());
            List<String> command = new CommandLine(options, domain.folder(), ChildMain.class).build(words, arguments);
            ControlBlock control = new ControlBlock(channel.segment(), ChannelLayout.CONTROL_AT, domain);
            Duplex duplex = Duplex.parentEnd(channel.segment(), ChannelLayout.DUPLEX_AT, domain, longestMessage);
            Child child = spawner.start(
                    birth.name(),
                    command,
                    Spawner.Ties.ITSELF,
                    List.of(),
                    () -> duplex.ownBell().ring(Bell.LOCAL));
            started = true;
            var ending = new Ending(child, control, domain.folder(), crashDirectory);
            return new Launched(domain, ending, channel, control, duplex, arguments);
        } finally {
            if (!started) {
                domain.destroyObject(channel);
                deleteQuietly(arguments);
            }
        }
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it goes with the domain
        }
    }
}
