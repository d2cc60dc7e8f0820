package dev.procession.examples.demo;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What the hostile tasks do. The methods are numbered, so that no name on a stack gives away what happens: the reports
 * must be right from evidence alone.
 */
final class Bodies {
    /** The line by which body 10 asks to be killed. */
    static final String READY = "ready";

    static final int LINES = 100_000;
    static final String MESSAGE = "page 7 is upside down";
    private static final int BLOCK_BYTES = 64 << 20;
    private static final int BLOCKS = 160;

    private Bodies() {}

    /** Throws. */
    @SuppressWarnings("DoNotCallSuggester") // the point of it
    static Object body1() {
        throw new IllegalStateException(MESSAGE);
    }

    /** Throws what cannot be sent. */
    @SuppressWarnings("DoNotCallSuggester") // the point of it
    static Object body2() {
        throw new Unsendable(MESSAGE);
    }

    /** Returns what cannot be encoded: deep inside, there is a thread. */
    static Object body3() {
        return new Shelf(new Book(Thread.currentThread()));
    }

    /** Allocates 10 GB. */
    static Object body4() {
        var blocks = new ArrayList<byte[]>();
        for (int i = 0; i < BLOCKS; i++) blocks.add(new byte[BLOCK_BYTES]);
        return blocks.size();
    }

    /** Overflows the stack. */
    static Object body5() {
        return depth(0);
    }

    /** Exits. */
    static Object body6() {
        System.exit(3);
        return "never";
    }

    /** Halts. */
    static Object body7() {
        Runtime.getRuntime().halt(9);
        return "never";
    }

    /** Reads address 0 in native code. */
    @SuppressWarnings("restricted") // the point of it
    static Object body8() {
        Linker linker = Linker.nativeLinker();
        var strlen = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("strlen"), FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        try {
            return (long) strlen.invokeExact(MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loops for ever, deaf to interrupts. */
    static Object body9() {
        long count = 0;
        while (count >= 0) count = (count + 1) & Long.MAX_VALUE;
        return count;
    }

    /** Asks to be killed, and waits. */
    static Object body10() throws InterruptedException {
        System.out.println(READY);
        TimeUnit.HOURS.sleep(1);
        return "nobody came";
    }

    /** Floods standard output. */
    static Object body11() {
        for (int i = 0; i < LINES; i++) System.out.println("line " + i);
        return LINES;
    }

    @SuppressWarnings("InfiniteRecursion") // the point of it
    private static int depth(int above) {
        return depth(above + 1) + 1;
    }

    /** An exception that cannot be sent: it holds on to what is not serialisable. */
    private static final class Unsendable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "UnusedVariable"}) // the point of it
        final Object witness = Thread.currentThread();

        Unsendable(String message) {
            super(message);
        }
    }

    private record Shelf(Book book) implements Serializable {}

    private record Book(@SuppressWarnings("serial") Object reader) implements Serializable {}
}
