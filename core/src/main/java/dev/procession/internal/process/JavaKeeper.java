package dev.procession.internal.process;

import dev.procession.CorruptSegmentException;
import dev.procession.DecodingException;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.ThrowableCodec;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.watch.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The thread of one child JVM in its parent: sends it its task, reads what it sends, and after its end gives everything back. */
final class JavaKeeper implements Runnable, Running {
    private final Lifecycle life;
    private final Launched launched;
    private final Outgoing task;
    private final Decoder decoder;
    private final @Nullable Consumer<Answer> taker;
    private final @Nullable LogRelay logs;
    private byte @Nullable [] thrown;
    private final CountDownLatch answerTold = new CountDownLatch(1);
    private boolean answered;

    JavaKeeper(
            Lifecycle life,
            Launched launched,
            Outgoing task,
            Decoder decoder,
            @Nullable Consumer<Answer> taker,
            @Nullable LogRelay logs) {
        this.life = life;
        this.launched = launched;
        this.task = task;
        this.decoder = decoder;
        this.taker = taker;
        this.logs = logs;
    }

    @Override
    public Child child() {
        return launched.child();
    }

    @Override
    public void terminate(long graceNanos) {
        launched.control().command(ControlBlock.TERMINATE, graceNanos);
    }

    @Override
    public void interrupt() {
        launched.control().command(ControlBlock.INTERRUPT, 0);
    }

    @Override
    public void run() {
        try {
            serve();
        } catch (CorruptSegmentException | IllegalArgumentException e) {
            child().kill(new LossCause.ChannelCorrupt(String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            LibraryLog.log(Level.ERROR, life + " is given up", e);
            child().kill(new LossCause.Undetermined("its keeper could not go on: " + e));
        }
        child().awaitEnd();
        try {
            giveBack();
        } finally {
            life.tell();
            if (!answered) answer(() -> new Answer.None());
            awaitAnswer();
            life.over(); // now: the program may end before a thread of the library's has told the user's code
        }
    }

    /** First the state, then what it allowed to use. */
    private void giveBack() {
        String heap = heap();
        byte[] failed = thrown;
        End end = life.ended(child(), examine(), failed == null ? null : how -> Optional.of(decode(failed, heap)));
        try {
            child().tellEnd(end.cause().map(LossCause::toString).orElse(""));
            if (logs != null) logs.finish();
            launched.dispose();
        } finally {
            Domain.release();
        }
    }

    private void serve() {
        while (true) {
            try {
                if (!launched.duplex().send(task, child())) return;
                break;
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt a keeper
            }
        }
        while (true) {
            boolean dead = !child().isAlive(); // before the last look at the ring
            Incoming frame = launched.duplex().reader().poll();
            if (frame != null) {
                take(frame, !dead);
                continue;
            }
            if (dead) return;
            try {
                launched.duplex()
                        .ownBell()
                        .await(
                                Bell.DATA | Bell.LOCAL,
                                () -> launched.duplex().reader().hasData() || !child().isAlive(),
                                child(),
                                Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt a keeper
            }
        }
    }

    private void take(Incoming frame, boolean alive) {
        switch (frame.kind()) {
            case ProcessFrames.VALUE -> {
                if (taker == null || answered) throw new IllegalArgumentException("a result that nobody asked for");
                answered = true;
                byte[] bytes = frame.bytes();
                answer(() -> value(bytes));
            }
            case ProcessFrames.FAILED -> {
                byte[] bytes = frame.bytes();
                thrown = bytes;
                if (taker == null || answered) return;
                answered = true;
                String heap = heap();
                answer(() -> new Answer.Thrown(decode(bytes, heap)));
            }
            case ProcessFrames.LOG -> {
                if (logs == null) throw new IllegalArgumentException("a log record that nobody asked for");
                logs.take(LogFrame.decode(frame.bytes()), alive);
            }
            default -> throw new IllegalArgumentException("a frame of kind " + frame.kind());
        }
    }

    private Answer value(byte[] bytes) {
        try {
            return new Answer.Value(decoder.decode(bytes));
        } catch (DecodingException e) {
            return new Answer.Thrown(e);
        }
    }

    /** In a thread of its own: what is decoded there is code of the child's choice, and what follows is the user's. */
    private void answer(Supplier<Answer> answer) {
        if (taker != null)
            EndThreads.run(() -> {
                try {
                    taker.accept(answer.get());
                } finally {
                    answerTold.countDown();
                }
            });
    }

    private void awaitAnswer() {
        if (taker == null) return;
        while (true) {
            try {
                answerTold.await();
                return;
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt a keeper
            }
        }
    }

    private String heap() {
        ControlBlock control = launched.control();
        return (control.heapUsedBytes() >> 20) + " of " + (control.heapMaxBytes() >> 20) + " MiB";
    }

    private Throwable decode(byte[] bytes, String heap) {
        try {
            return ThrowableCodec.decode(bytes, 0, bytes.length, decoder, life.name(), child().pid(), heap);
        } catch (DecodingException e) {
            return e;
        }
    }

    private End examine() {
        ExitStatus status = child().status().orElseThrow();
        try {
            List<String> words = lastOutput();
            Autopsy autopsy = launched.autopsy();
            boolean simple = launched.control().endMark() == ControlBlock.MAIN_ENDED
                    && autopsy.status() instanceof ExitStatus.Exited(int code)
                    && (code == 0 || thrown != null);
            Optional<LossCause> cause = simple ? Optional.empty() : Optional.of(autopsy.cause());
            return new End(autopsy.status(), cause, autopsy.evidence(), words, child().lastRssBytes());
        } catch (RuntimeException | Error e) { // whoever waits for the end is to be told in any case
            return End.unexamined(status, e);
        }
    }

    private List<String> lastOutput() {
        while (true) {
            try {
                return launched.lastOutput();
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt a keeper
            }
        }
    }
}
