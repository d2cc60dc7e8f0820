package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.ObjectId;
import dev.procession.internal.watch.Watch;
import dev.procession.os.Clock;
import dev.procession.os.OsException;
import dev.procession.process.ChildOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs one task, with all that its parent holds for it. Used by one thread, except for {@link #child} and
 * {@link #order}.
 *
 * <p><b>If this process is killed</b> <pre>
 * between                           leaves                              put right by
 * writing arguments and their use   a file in the domain                the sweep
 * making the pipes and spawning     nothing                             pipes and files without a name end with who has them
 * spawning and tying the child      a JVM that boots and waits for GO   itself: what it reads from has ended
 * tying it and GO, and later        a child that is tied                the kernel</pre>
 */
final class TaskChild implements LastWords {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Path arguments;
    private final TaskPipes pipes;
    private final Ending ending;
    private int mark;
    private String words = "";
    private int exitNumber;

    private TaskChild(Child child, TaskPipes pipes, Path arguments, Path folder, Path crashDirectory) {
        this.pipes = pipes;
        this.arguments = arguments;
        this.ending = new Ending(child, this, folder, crashDirectory);
    }

    /**
     * Starts a child, which is not ready yet.
     *
     * @param start the START of {@link ProcessFrames}
     * @throws StartException if it could not even be spawned; nothing of it is left then
     */
    static TaskChild start(Domain domain, ChildOptions options, Birth birth, EncodeBuffer start) {
        Path folder = domain.folder();
        String parent = new ObjectId(domain.self().slot(), domain.self().generation()).text();
        Path arguments = folder.resolve("args-" + parent + "-" + NUMBERS.incrementAndGet());
        Path crashes = options.crashDirectory().orElseGet(Launcher::standardCrashDirectory);
        TaskPipes pipes = null;
        boolean started = false;
        try (var forChild = new OpenDescriptors()) {
            pipes = TaskPipes.open(start, forChild);
            var words = new ArrayList<>(List.of(folder.toString(), parent));
            words.addAll(birth.words());
            List<String> command = new CommandLine(options, folder, ProcessMain.class).build(words, arguments);
            Child child = new Spawner(domain, options)
                    .start(birth.name(), command, Spawner.Ties.BY_US, pipes.passed(), pipes::tellEnd);
            started = true;
            return new TaskChild(child, pipes, arguments, folder, crashes);
        } catch (OsException | IllegalArgumentException e) {
            throw StartFailures.of(birth.name(), e);
        } catch (IOException e) {
            throw StartFailures.ofTask(birth.name(), e);
        } finally {
            if (!started) {
                if (pipes != null) pipes.close();
                Launcher.deleteQuietly(arguments);
            }
        }
    }

    Child child() {
        return ending.child();
    }

    Ending ending() {
        return ending;
    }

    /**
     * Lets the child begin and waits until it is ready, or ends one that is not.
     *
     * @return what is to be said of a child that did not get ready, or null
     */
    @Nullable
    String awaitReady(Duration timeout) {
        long deadlineNanos = Launched.deadline(timeout);
        try {
            pipes.order(Order.GO, 0);
            if (isReady(deadlineNanos)) {
                pipes.forgetTask();
                Watch.ready(child().name(), child().pid(), child().ageNanos());
                return null;
            }
        } finally {
            Launcher.deleteQuietly(arguments);
        }
        boolean late = ending.endLate(timeout);
        boolean begun = drain();
        return ending.bootFailure(late, timeout, lastOutput())
                + (begun
                        ? "\n  effect:  it was ready in the very moment in which it was ended; its task may have begun"
                        : "");
    }

    /** To its end: nobody has a reason to interrupt a keeper. */
    List<String> lastOutput() {
        while (true) {
            try {
                return ending.lastOutput();
            } catch (InterruptedException e) {
                // see above
            }
        }
    }

    private boolean isReady(long deadlineNanos) {
        Incoming frame = await(deadlineNanos);
        if (frame != null && frame.kind() != ProcessFrames.READY)
            throw new IllegalArgumentException("the first frame is of kind " + frame.kind());
        return frame != null;
    }

    /** The next frame that is no last word; null after the child's end, or after the deadline. */
    @Nullable
    Incoming await(long deadlineNanos) {
        while (true) {
            boolean dead = !child().isAlive(); // before the last look at the pipe
            for (Incoming frame = pipes.next(); frame != null; frame = pipes.next()) {
                if (!isNoted(frame)) return frame;
            }
            if (dead || Clock.monotonicNanos() >= deadlineNanos) return null;
            pipes.awaitNews(deadlineNanos);
        }
    }

    /** Notes the last words of a child that has ended; tells whether it had begun. */
    private boolean drain() {
        boolean begun = false;
        for (Incoming frame = await(0); frame != null; frame = await(0)) begun = true;
        return begun;
    }

    private boolean isNoted(Incoming frame) {
        ByteBuffer payload = ByteBuffer.wrap(frame.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (frame.kind()) {
            case ProcessFrames.END -> {
                if (payload.remaining() < Integer.BYTES || payload.remaining() > Integer.BYTES + EndMark.MOST_BYTES)
                    throw new IllegalArgumentException("a last word of " + payload.remaining() + " bytes");
                if (mark != 0) return true;
                mark = payload.getInt();
                words = StandardCharsets.UTF_8.decode(payload).toString();
            }
            case ProcessFrames.EXIT -> {
                if (payload.remaining() != Integer.BYTES)
                    throw new IllegalArgumentException("an exit number of " + payload.remaining() + " bytes");
                exitNumber = payload.getInt();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public int endMark() {
        return mark;
    }

    @Override
    public Optional<String> caller() {
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    @Override
    public int exitNumber() {
        return exitNumber;
    }

    /** Asks the child for something; never waits. */
    void order(int kind, long argument) {
        pipes.order(kind, argument);
    }

    /** Gives back what was held for a child that has ended. */
    void dispose() {
        child().awaitEnd();
        pipes.close();
    }
}
