package dev.procession.internal.process;

import dev.procession.LossCause;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.codec.DecodeLimits;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.codec.Encoder;
import dev.procession.internal.codec.FunctionFacts;
import dev.procession.internal.memory.Domain;
import dev.procession.os.Clock;
import dev.procession.process.ProcessOptions;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts a JVM that runs one task. */
public final class JavaStart implements Starter {
    /** The largest result, or exception, that a child may send. */
    static final int MOST_RESULT_BYTES = 256 << 20;

    private static final int USUAL_BYTES = 1024;

    private final ProcessOptions options;
    private final @Nullable Consumer<Answer> taker;
    private @Nullable Serializable task;
    private @Nullable Object origin;

    /**
     * Prepares a start.
     *
     * @param taker given the answer of a call, in a thread of the library's; null if no result is wanted
     */
    public JavaStart(ProcessOptions options, @Nullable Consumer<Answer> taker) {
        this.options = options;
        this.taker = taker;
    }

    /**
     * Sets what is to run.
     *
     * @param what a task or a callable
     * @param userCode the user's own object in it, by whose code results are judged
     */
    public void give(Serializable what, Object userCode) {
        this.task = what;
        this.origin = userCode;
    }

    @Override
    public Running start(Lifecycle life) {
        Object code = origin;
        if (code == null) throw new IllegalStateException("no task was given");
        Decoder decoder = decoder(FunctionFacts.of(code));
        Outgoing message = message();
        Domain domain = Domain.acquire();
        Launched launched = null;
        boolean kept = false;
        try {
            launched = new Launcher(domain, options.child())
                    .start(life.birth(), ProcessRole.class, MOST_RESULT_BYTES + USUAL_BYTES);
            awaitReady(launched, options.child().startTimeout());
            LogRelay logs = options.child().forwardedLogs().isPresent()
                    ? new LogRelay(life.name(), launched.child().pid())
                    : null;
            var keeper = new JavaKeeper(life, launched, message, decoder, taker, logs);
            startThreads(life, keeper, logs);
            kept = true; // the keeper gives everything back
            return keeper;
        } finally {
            if (!kept) giveBack(launched);
        }
    }

    /** Of what the child sends: by the user's code alone, unless an option says more. */
    private Decoder decoder(FunctionFacts facts) {
        ObjectInputFilter filter = options.resultFilter()
                .<ObjectInputFilter>map(user -> facts.filter().after(user))
                .orElse(facts.filter());
        DecodeLimits usual = DecodeLimits.RESULTS;
        var limits = new DecodeLimits(
                MOST_RESULT_BYTES, usual.maxDepth(), usual.maxArrayLength(), usual.maxReferences(), usual.maxNanos());
        return new Decoder(facts.loader(), filter, limits);
    }

    private Outgoing message() {
        var buffer = new EncodeBuffer(USUAL_BYTES);
        buffer.writeInt(ProcessFrames.VERSION);
        buffer.writeInt(taker == null ? 0 : ProcessFrames.CALL);
        buffer.writeInt(MOST_RESULT_BYTES);
        buffer.writeInt(options.child().forwardedLogs().map(Level::getSeverity).orElse(ProcessFrames.NO_LOGS));
        Encoder.encode(task, buffer);
        return new Outgoing(ProcessFrames.START, buffer.array(), buffer.size());
    }

    /** To its end, whoever interrupts: a boot is short, and bounded. */
    private static void awaitReady(Launched launched, Duration timeout) {
        Duration rest = timeout;
        long endNanos = Clock.monotonicNanos() + Math.min(Lifecycle.nanos(timeout), Long.MAX_VALUE / 4);
        boolean interrupted = false;
        while (true) {
            try {
                launched.awaitReady(rest);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                rest = Duration.ofNanos(Math.max(1, endNanos - Clock.monotonicNanos()));
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static void startThreads(Lifecycle life, JavaKeeper keeper, @Nullable LogRelay logs) {
        boolean started = false;
        try {
            if (logs != null) logs.start();
            Thread.ofPlatform().daemon().name("procession-" + life.name()).start(keeper);
            started = true;
        } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
            throw StartFailures.noThread(life.name(), e);
        } finally {
            if (!started && logs != null) logs.finish();
        }
    }

    private static void giveBack(@Nullable Launched launched) {
        try {
            if (launched == null) return;
            if (launched.child().isAlive()) launched.child().kill(new LossCause.Killed());
            launched.child().awaitEnd();
            launched.tellEnd();
            launched.dispose();
        } finally {
            Domain.release();
        }
    }
}
