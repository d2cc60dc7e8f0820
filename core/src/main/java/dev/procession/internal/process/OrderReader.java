package dev.procession.internal.process;

import dev.procession.internal.sync.JvmEnd;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a child that takes its parent's orders. It sleeps in a read of the JDK's, for which nothing is linked.
 *
 * <p>A JVM that ends waits for threads that are in the kernel. So the end sends this one an order from the child itself; from
 * then on it looks once in {@link #ENDING_NAP_MILLIS} whether there is another, since shutdown hooks take their time.
 */
final class OrderReader implements Runnable {
    private static final long ENDING_NAP_MILLIS = 1;

    private final FileInputStream orders;
    private final byte[] order = new byte[Order.BYTES];
    private final ChildSender sender;
    private volatile ProcessRole role;
    private volatile @Nullable Thread thread;
    private volatile long endNanos = Long.MAX_VALUE;

    @SuppressWarnings("NullAway.Init") // the role is set before the thread starts
    OrderReader(ChildSender sender) throws IOException {
        this.orders = new FileInputStream(ProcessFrames.path(ProcessFrames.ORDERS_DESCRIPTOR));
        this.sender = sender;
    }

    /** Waits for the first order; false if the parent has died before it gave one. */
    boolean awaitGo() throws IOException {
        return next() == Order.GO;
    }

    /** Serves orders from now on. */
    void start(ProcessRole served) {
        role = served;
        Thread reader = new Thread(null, this, "procession-commands");
        reader.setDaemon(true);
        reader.start();
        thread = reader;
        JvmEnd.atBegin(new Runnable() {
            @Override
            public void run() {
                leaveTheKernel();
            }
        });
    }

    private void leaveTheKernel() {
        Thread reader = thread;
        if (reader == null || !reader.isAlive()) return; // nobody would read it
        byte[] leave = new byte[Order.BYTES];
        leave[Order.KIND_AT] = Order.LEAVE;
        try (var self = new FileOutputStream(ProcessFrames.path(ProcessFrames.ORDERS_DESCRIPTOR))) {
            self.write(leave);
        } catch (IOException e) {
            // no descriptor left: the end takes a moment longer
        }
    }

    @Override
    public void run() {
        try {
            boolean ending = false;
            while (true) {
                while (ending && orders.available() < Order.BYTES) nap();
                switch (next()) {
                    case Order.INTERRUPT -> role.interrupt();
                    case Order.TERMINATE -> terminate(argument());
                    case Order.LEAVE -> ending = true;
                    case 0 -> Runtime.getRuntime().halt(ProcessMain.PARENT_GONE); // the kernel is about to do the same
                    default -> throw new IOException("an order that this version does not know");
                }
            }
        } catch (IOException e) {
            // the pipe is open, and what asks in vain kills
        }
    }

    private static void nap() {
        try {
            Thread.sleep(ENDING_NAP_MILLIS);
        } catch (InterruptedException e) {
            // by code that interrupts every thread it finds
        }
    }

    /** The kind of the next order, or 0 if there is no parent any more. */
    private int next() throws IOException {
        return orders.readNBytes(order, 0, Order.BYTES) == Order.BYTES ? intAt(order, Order.KIND_AT) : 0;
    }

    private long argument() {
        return ByteBuffer.wrap(order).order(ByteOrder.LITTLE_ENDIAN).getLong(Order.ARGUMENT_AT);
    }

    static int intAt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    /** Half of the grace is for the task's own end, half for the hooks; orders are served meanwhile. */
    private void terminate(long graceNanos) {
        if (role.terminate()) end();
        long wanted = System.nanoTime() + graceNanos / 2;
        if (endNanos != Long.MAX_VALUE && wanted - endNanos >= 0) return;
        endNanos = wanted;
        try {
            Thread timer = new Thread(null, this::endInTime, "procession-terminate");
            timer.setDaemon(true);
            timer.start();
        } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
            end();
        }
    }

    private void endInTime() {
        while (true) {
            long restNanos = endNanos - System.nanoTime();
            if (restNanos <= 0) end();
            try {
                TimeUnit.NANOSECONDS.sleep(restNanos);
            } catch (InterruptedException e) {
                // as above
            }
        }
    }

    private void end() {
        sender.markEnd(EndMark.ORDERLY, "");
        System.exit(ProcessMain.TERMINATED);
    }
}
