package dev.procession.benchmarks.ring;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A Unix domain socket, blocking: four bytes of length before each message, as in CPython's Pipe. */
final class SocketWire implements Wire {
    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(Integer.BYTES + Message.LARGE_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10).flip();
    private byte[] message = {};

    private SocketWire(SocketChannel channel) {
        this.channel = channel;
    }

    static SocketWire near(Path folder, ProcessStarter farSide) throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address(folder));
            farSide.start();
            return new SocketWire(server.accept());
        }
    }

    static SocketWire far(Path folder) throws IOException {
        return new SocketWire(SocketChannel.open(address(folder)));
    }

    private static UnixDomainSocketAddress address(Path folder) {
        return UnixDomainSocketAddress.of(folder.resolve("socket"));
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        out.clear().putInt(bytes.length).put(bytes).flip();
        while (out.hasRemaining()) channel.write(out);
    }

    @Override
    public void receive(Sink sink) throws Exception {
        do {
            while (in.remaining() < Integer.BYTES) refill();
            int length = in.getInt();
            if (message.length != length) message = new byte[length];
            int at = 0;
            while (at < length) {
                if (!in.hasRemaining()) refill();
                int part = Math.min(length - at, in.remaining());
                in.get(message, at, part);
                at += part;
            }
            sink.accept(message);
        } while (in.remaining() >= Integer.BYTES);
    }

    private void refill() throws IOException {
        in.compact();
        int count = channel.read(in);
        in.flip();
        if (count < 0) throw new EOFException("the other process is gone");
    }

    @Override
    public void spin(boolean on) {
        if (on) throw new IllegalArgumentException("it blocks");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
