package dev.procession.benchmarks.ring;

import java.util.concurrent.SynchronousQueue;

/** Two threads of one JVM that hand arrays to each other: for scale. */
final class QueueWire implements Wire {
    private final SynchronousQueue<byte[]> out;
    private final SynchronousQueue<byte[]> in;

    private QueueWire(SynchronousQueue<byte[]> out, SynchronousQueue<byte[]> in) {
        this.out = out;
        this.in = in;
    }

    /** Starts the far side, a thread that does not keep the JVM alive. */
    static QueueWire toThread(int processor) {
        var there = new SynchronousQueue<byte[]>();
        var back = new SynchronousQueue<byte[]>();
        Thread.ofPlatform().daemon().name("pong").start(() -> {
            try {
                Cores.pinThisThread(processor);
                new Pong(new QueueWire(back, there)).serve();
            } catch (Exception e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        });
        return new QueueWire(there, back);
    }

    @Override
    public void send(byte[] message) throws InterruptedException {
        out.put(message.clone()); // the sender may use its own again
    }

    @Override
    public void receive(Sink sink) throws Exception {
        sink.accept(in.take());
    }

    @Override
    public void spin(boolean on) {
        if (on) throw new IllegalArgumentException("it chooses by itself");
    }

    @Override
    public void close() {}
}
