package dev.procession.benchmarks.ring;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Aeron IPC: a publication each way. The media driver lives on the near side, in one thread that mostly sleeps: no message
 * passes through it.
 */
final class AeronWire implements Wire {
    /** Of the terms that hold the data: an eighth must hold the longest message. */
    private static final String CHANNEL = "aeron:ipc?term-length=16m";

    private static final int TO_FAR = 1001;
    private static final int TO_NEAR = 1002;
    private static final int FRAGMENTS_A_POLL = 256;

    private final @Nullable MediaDriver driver;
    private final Aeron aeron;
    private final ExclusivePublication out;
    private final Subscription in;
    private final FragmentAssembler assembler;
    private final BufferClaim claim = new BufferClaim();
    private IdleStrategy idle = new BackoffIdleStrategy();
    private byte[] message = {};
    private @Nullable Sink sink;
    private @Nullable Exception failure;

    private AeronWire(@Nullable MediaDriver driver, Path folder, int outStream, int inStream)
            throws InterruptedException {
        this.driver = driver;
        this.aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(directory(folder)));
        this.in = aeron.addSubscription(CHANNEL, inStream);
        this.out = aeron.addExclusivePublication(CHANNEL, outStream);
        this.assembler = new FragmentAssembler((buffer, offset, length, _) -> {
            if (message.length != length) message = new byte[length];
            buffer.getBytes(offset, message);
            handOver();
        });
        while (!out.isConnected() || !in.isConnected()) Thread.sleep(1);
    }

    static AeronWire near(Path folder, ProcessStarter farSide) throws Exception {
        MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory(folder))
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
        farSide.start();
        return new AeronWire(driver, folder, TO_FAR, TO_NEAR);
    }

    static AeronWire far(Path folder) throws InterruptedException {
        return new AeronWire(null, folder, TO_NEAR, TO_FAR);
    }

    private static String directory(Path folder) {
        return folder.resolve("aeron").toString();
    }

    @Override
    public void send(byte[] bytes) {
        boolean isSmall = bytes.length <= out.maxPayloadLength();
        while (true) {
            long result = isSmall ? out.tryClaim(bytes.length, claim) : out.offer(new UnsafeBuffer(bytes));
            if (result > 0) break;
            if (result == Publication.CLOSED || result == Publication.NOT_CONNECTED) {
                throw new IllegalStateException("the other process is gone");
            }
            idle.idle();
        }
        idle.reset();
        if (isSmall) {
            claim.buffer().putBytes(claim.offset(), bytes);
            claim.commit();
        }
    }

    @Override
    public void receive(Sink to) throws Exception {
        sink = to;
        while (in.poll(assembler, FRAGMENTS_A_POLL) == 0) idle.idle();
        idle.reset();
        if (failure != null) throw failure;
    }

    /** What a handler throws would go to an error handler, and the poll on. */
    private void handOver() {
        try {
            if (sink != null) sink.accept(message);
        } catch (Exception e) {
            failure = e;
        }
    }

    @Override
    public void spin(boolean on) {
        idle = on ? BusySpinIdleStrategy.INSTANCE : new BackoffIdleStrategy();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
