package dev.procession.internal.process;

import dev.procession.LossCause;
import dev.procession.internal.codec.DecodeLimits;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.codec.Encoder;
import dev.procession.internal.codec.FunctionFacts;
import dev.procession.internal.memory.Domain;
import dev.procession.process.ProcessOptions;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts a JVM that runs one task. */
public final class JavaStart implements Starter {
    /** The largest result, or exception, that a child may send. */
    static final int MOST_RESULT_BYTES = 256 << 20;

    private static final int USUAL_BYTES = 1024;

    /** The longest frame of a child. */
    static final int MOST_FRAME_BYTES = MOST_RESULT_BYTES + USUAL_BYTES;

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
        EncodeBuffer message = message();
        Domain domain = Domain.acquire();
        TaskChild child = null;
        JavaKeeper keeper;
        boolean kept = false;
        try {
            child = TaskChild.start(domain, options.child(), life.birth(), message);
            LogRelay logs = options.child().forwardedLogs().isPresent()
                    ? new LogRelay(life.name(), child.child().pid())
                    : null;
            keeper = new JavaKeeper(life, child, options.child().startTimeout(), decoder, taker, logs);
            startThreads(life, keeper, logs);
            kept = true; // the keeper gives everything back
        } finally {
            if (!kept) giveBack(child);
        }
        keeper.awaitBoot();
        return keeper;
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

    private EncodeBuffer message() {
        var buffer = new EncodeBuffer(USUAL_BYTES);
        buffer.writeInt(ProcessFrames.VERSION);
        buffer.writeInt(taker == null ? 0 : ProcessFrames.CALL);
        buffer.writeInt(MOST_RESULT_BYTES);
        buffer.writeInt(options.child().forwardedLogs().map(Level::getSeverity).orElse(ProcessFrames.NO_LOGS));
        Encoder.encode(task, buffer);
        return buffer;
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

    private static void giveBack(@Nullable TaskChild child) {
        try {
            if (child == null) return;
            if (child.child().isAlive()) child.child().kill(new LossCause.Killed());
            child.child().awaitEnd();
            child.ending().tell();
            child.dispose();
        } finally {
            Domain.release();
        }
    }
}
