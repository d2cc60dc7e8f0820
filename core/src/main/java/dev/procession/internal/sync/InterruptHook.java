package dev.procession.internal.sync;

import dev.procession.internal.memory.Sleeper;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Makes {@link Thread#interrupt} poke a sleeper. The one way to be told of an interrupt with public means is to look like a
 * selector: between {@code begin} and {@code end}, interruption calls {@link #wakeup}.
 */
final class InterruptHook extends AbstractSelector {
    private final Sleeper sleeper;

    InterruptHook(Sleeper sleeper) {
        super(null);
        this.sleeper = sleeper;
    }

    /** From here on an interrupt pokes; at once, if this thread is interrupted already. */
    void enter() {
        begin();
    }

    void leave() {
        end();
    }

    @Override
    public Selector wakeup() {
        sleeper.poke();
        return this;
    }

    @Override
    protected void implCloseSelector() throws IOException {
        // it owns nothing
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        throw new UnsupportedOperationException("no selector, only looks like one");
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        return 0;
    }

    @Override
    public int select(long timeout) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }
}
