package dev.procession.benchmarks.ring;

/** The far side: does what each message asks for, until told to stop. */
final class Pong {
    private final Wire wire;
    private long count;
    private boolean stopped;

    Pong(Wire wire) {
        this.wire = wire;
    }

    void serve() throws Exception {
        Wire.Sink sink = this::take;
        while (!stopped) wire.receive(sink);
    }

    private void take(byte[] message) throws Exception {
        switch (message[0]) {
            case Message.ECHO -> wire.send(message);
            case Message.DATA -> {
                if (Message.number(message) != count)
                    throw new IllegalStateException(
                            "message " + Message.number(message) + " came where " + count + " was due");
                count++;
            }
            case Message.COUNT -> {
                Message.number(message, count);
                count = 0;
                wire.send(message);
            }
            case Message.SPIN, Message.SLEEP -> {
                wire.send(message);
                wire.spin(message[0] == Message.SPIN);
            }
            case Message.STOP -> stopped = true;
            default -> throw new IllegalStateException("command " + message[0]);
        }
    }
}
