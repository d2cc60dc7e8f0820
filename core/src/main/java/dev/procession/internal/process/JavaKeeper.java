package dev.procession.internal.process;

import dev.procession.DecodingException;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.StartException;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.ThrowableCodec;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.watch.LibraryLog;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The thread of one child JVM in its parent: awaits that it is ready, reads what it sends, and after its end gives everything back. */
final class JavaKeeper implements Runnable, Running {
    private final Lifecycle life;
    private final TaskChild child;
    private final Duration startTimeout;
    private final Decoder decoder;
    private final @Nullable Consumer<Answer> taker;
    private final @Nullable LogRelay logs;
    private final CountDownLatch booted = new CountDownLatch(1);
    private volatile @Nullable String bootFailure;
    private @Nullable Incoming failed;
    private final CountDownLatch answerTold = new CountDownLatch(1);
    private boolean answered;

    JavaKeeper(
            Lifecycle life,
            TaskChild child,
            Duration startTimeout,
            Decoder decoder,
            @Nullable Consumer<Answer> taker,
            @Nullable LogRelay logs) {
        this.life = life;
        this.child = child;
        this.startTimeout = startTimeout;
        this.decoder = decoder;
        this.taker = taker;
        this.logs = logs;
    }

    @Override
    public Child child() {
        return child.child();
    }

    @Override
    public void terminate(long graceNanos) {
        child.order(Order.TERMINATE, graceNanos);
    }

    @Override
    public void interrupt() {
        child.order(Order.INTERRUPT, 0);
    }

    /** Waits until the child runs its task, to the end, whoever interrupts: a boot is short, and bounded. */
    void awaitBoot() {
        boolean interrupted = false;
        while (true) {
            try {
                booted.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        String failure = bootFailure;
        if (failure != null) throw new StartException(failure, null);
    }

    @Override
    public void run() {
        if (!boot()) return;
        try {
            serve();
        } catch (IllegalArgumentException e) {
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

    /** Whoever starts the child is told in any case; of one that did not get ready nothing is left then. */
    private boolean boot() {
        String failure = "child '" + life.name() + "' could not be started: its keeper could not go on";
        try {
            failure = child.awaitReady(startTimeout);
        } catch (RuntimeException | Error e) {
            failure += ": " + e;
            child().kill(new LossCause.Undetermined(failure));
        }
        try {
            if (failure != null) abandon();
        } finally {
            bootFailure = failure;
            booted.countDown();
        }
        return failure == null;
    }

    private void abandon() {
        try {
            child().awaitEnd();
            child.ending().tell();
        } finally {
            release();
        }
    }

    /** First the state, then what it allowed to use. */
    private void giveBack() {
        Incoming thrown = failed;
        End end = life.ended(child(), examine(), thrown == null ? null : how -> Optional.of(decode(thrown)));
        try {
            child().tellEnd(end.cause().map(LossCause::toString).orElse(""));
        } finally {
            release();
        }
    }

    private void release() {
        try {
            if (logs != null) logs.finish();
        } finally {
            try {
                child.dispose();
            } finally {
                Domain.release();
            }
        }
    }

    private void serve() {
        while (true) {
            boolean alive = child().isAlive();
            Incoming frame = child.await(Long.MAX_VALUE);
            if (frame == null) return;
            take(frame, alive);
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
                if (failed != null || frame.bytes().length < ProcessFrames.FAILED_PAYLOAD_AT)
                    throw new IllegalArgumentException("an exception of " + frame.bytes().length + " bytes");
                failed = frame;
                if (taker == null || answered) return;
                answered = true;
                answer(() -> new Answer.Thrown(decode(frame)));
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

    private Throwable decode(Incoming frame) {
        byte[] bytes = frame.bytes();
        ByteBuffer heap = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String used = (heap.getLong() >> 20) + " of " + (heap.getLong() >> 20) + " MiB";
        int from = ProcessFrames.FAILED_PAYLOAD_AT;
        try {
            return ThrowableCodec.decode(bytes, from, bytes.length - from, decoder, life.name(), child().pid(), used);
        } catch (DecodingException e) {
            return e;
        }
    }

    private End examine() {
        ExitStatus status = child().status().orElseThrow();
        try {
            List<String> words = child.lastOutput();
            Autopsy autopsy = child.ending().autopsy();
            boolean simple = child.endMark() == EndMark.MAIN_ENDED
                    && autopsy.status() instanceof ExitStatus.Exited(int code)
                    && (code == 0 || failed != null);
            Optional<LossCause> cause = simple ? Optional.empty() : Optional.of(autopsy.cause());
            return new End(autopsy.status(), cause, autopsy.evidence(), words, child().lastRssBytes());
        } catch (RuntimeException | Error e) { // whoever waits for the end is to be told in any case
            return End.unexamined(status, e);
        }
    }
}
