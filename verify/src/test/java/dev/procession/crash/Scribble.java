package dev.procession.crash;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.process.ChannelLayout;
import dev.procession.internal.process.ControlBlock;
import dev.procession.os.Futex;
import dev.procession.testkit.Processes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * What a task can do to the memory that its process shares with its parent, and to nobody else's. It finds the mapping as
 * any native code could: by looking for it.
 */
final class Scribble {
    private static final long RINGS_AT = ChannelLayout.DUPLEX_AT + 256;
    private static final long CAPACITY = Duplex.RING_CAPACITY;
    private static final long DATA_AT = 512;
    private static final long HEAD_AT = 128;
    private static final long CLOSED_AT = 256;
    private static final long IN = RINGS_AT;
    private static final long OUT = RINGS_AT + DATA_AT + CAPACITY;
    private static final int MORE = 1 << 31;
    private static final int DONE = 4;
    private static final int FAILED = 5;

    private final MemorySegment memory;
    private final Random random;
    private long tail;

    private Scribble(MemorySegment memory, Random random) {
        this.memory = memory;
        this.random = random;
        this.tail = memory.get(ValueLayout.JAVA_LONG, OUT);
    }

    /** Ways to damage a channel. */
    enum Way {
        RANDOM_DATA,
        RANDOM_TAIL,
        UNALIGNED_TAIL,
        TAIL_THAT_GOES_BACK,
        TAIL_BEYOND_THE_RING,
        NEGATIVE_LENGTH,
        HUGE_LENGTH,
        LENGTH_BEYOND_THE_TAIL,
        UNKNOWN_FLAGS,
        FOREIGN_KIND,
        SHORT_RESULT,
        CUT_FAILURE,
        GARBAGE_RESULT,
        GARBAGE_FAILURE,
        HALF_MESSAGE,
        ENDLESS_MESSAGE,
        KIND_INSIDE_ANOTHER,
        HEAD_THAT_THE_PARENT_READS,
        TAIL_THAT_THE_PARENT_WROTE,
        HEAD_THAT_THE_PARENT_WROTE,
        CLOSED_RINGS,
        TASK_BOARD,
        CONTROL_BLOCK,
        BELLS,
        SEGMENT_HEADER,
        EVERYTHING
    }

    /** What the process does next. */
    enum Then {
        RETURN,
        KILL,
        HALT
    }

    /** The task: damages its process's channel in these ways, and gives the pid if it comes to that. */
    static long run(List<Way> ways, Then then, long seed) throws IOException, InterruptedException {
        Thread.sleep(2); // long enough that no other task waits in this worker's ring
        var scribble = new Scribble(ownChannel(), new Random(seed));
        for (Way way : ways) scribble.damage(way);
        scribble.wakeParent();
        Thread.sleep(5); // the parent may see it before this task's own result covers it
        switch (then) {
            case RETURN -> {}
            case KILL -> Processes.kill(ProcessHandle.current().pid());
            case HALT -> Runtime.getRuntime().halt(9);
        }
        return ProcessHandle.current().pid();
    }

    @SuppressWarnings("restricted") // which is the point
    private static MemorySegment ownChannel() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (!line.contains("/obj-")) continue;
            String[] range = line.substring(0, line.indexOf(' ')).split("-", 2);
            return MemorySegment.ofAddress(Long.parseUnsignedLong(range[0], 16)).reinterpret(ChannelLayout.BYTES);
        }
        throw new IllegalStateException("no channel is mapped here");
    }

    private void damage(Way way) {
        switch (way) {
            case RANDOM_DATA -> {
                fill(OUT + DATA_AT, CAPACITY);
                publish(8L * (1 + random.nextInt(512)));
            }
            case RANDOM_TAIL -> word(OUT, random.nextLong());
            case UNALIGNED_TAIL -> publish(1 + random.nextInt(7));
            case TAIL_THAT_GOES_BACK -> publish(-8L * (1 + random.nextInt(1000)));
            case TAIL_BEYOND_THE_RING -> publish(CAPACITY + 8L * random.nextInt(1000));
            case NEGATIVE_LENGTH -> frame(-1 - random.nextInt(Integer.MAX_VALUE), DONE, 64);
            case HUGE_LENGTH -> frame(Integer.MAX_VALUE - random.nextInt(64), DONE, 64);
            case LENGTH_BEYOND_THE_TAIL -> frame(65 + random.nextInt(1000), DONE, 64);
            case UNKNOWN_FLAGS -> frame(64, DONE | (1 << (8 + random.nextInt(23))), 64);
            case FOREIGN_KIND -> frame(64, 6 + random.nextInt(250), 64);
            case SHORT_RESULT -> frame(random.nextInt(16), DONE, 16);
            case CUT_FAILURE -> frame(16 + random.nextInt(4), FAILED, 24);
            case GARBAGE_RESULT -> result(DONE);
            case GARBAGE_FAILURE -> result(FAILED);
            case HALF_MESSAGE -> frame(1024, DONE | MORE, 1024);
            case ENDLESS_MESSAGE -> {
                for (int i = 0; i < 6; i++) frame(40_000, DONE | MORE, 40_000);
            }
            case KIND_INSIDE_ANOTHER -> {
                frame(64, DONE | MORE, 64);
                frame(64, FAILED, 64);
            }
            case HEAD_THAT_THE_PARENT_READS -> word(IN + HEAD_AT, random.nextLong());
            case TAIL_THAT_THE_PARENT_WROTE -> word(IN, random.nextLong());
            case HEAD_THAT_THE_PARENT_WROTE -> word(OUT + HEAD_AT, random.nextLong());
            case CLOSED_RINGS -> {
                word(IN + CLOSED_AT, random.nextLong());
                word(OUT + CLOSED_AT, random.nextLong());
            }
            case TASK_BOARD -> fill(ChannelLayout.ROLE_AT, ChannelLayout.ROLE_BYTES);
            case CONTROL_BLOCK -> fill(ChannelLayout.CONTROL_AT, ControlBlock.BYTES);
            case BELLS -> fill(ChannelLayout.DUPLEX_AT, 256);
            case SEGMENT_HEADER -> fill(0, 128);
            case EVERYTHING -> fill(0, ChannelLayout.BYTES);
        }
    }

    /** A result of the task that runs, whose value nobody has encoded. */
    private void result(int kind) {
        long at = OUT + DATA_AT + ((tail + 8) & (CAPACITY - 1));
        frame(256, kind, 256);
        for (long entry = ChannelLayout.ROLE_AT; entry < ChannelLayout.BYTES; entry += 64) {
            long claim = memory.get(ValueLayout.JAVA_LONG, entry);
            if ((claim & 3) == 1) word(at, claim >> 2);
        }
    }

    /** A frame as it stands in a ring, with a header of any kind and random bytes behind it. */
    private void frame(int length, int flags, int bytes) {
        long at = tail & (CAPACITY - 1);
        for (int i = 0; i < bytes; i++) {
            memory.set(ValueLayout.JAVA_BYTE, OUT + DATA_AT + ((at + 8 + i) & (CAPACITY - 1)), (byte) random.nextInt());
        }
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, OUT + DATA_AT + at, length);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, OUT + DATA_AT + at + 4, flags);
        publish(8 + ((bytes + 7) & ~7L));
    }

    private void publish(long bytes) {
        tail += bytes;
        word(OUT, tail);
    }

    private void word(long at, long value) {
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value); // a tail may have been moved off its place
    }

    private void fill(long at, long bytes) {
        byte[] garbage = new byte[(int) bytes];
        random.nextBytes(garbage);
        MemorySegment.copy(garbage, 0, memory, ValueLayout.JAVA_BYTE, at, garbage.length);
    }

    private void wakeParent() {
        memory.set(ValueLayout.JAVA_INT, ChannelLayout.DUPLEX_AT, 0);
        Futex.wake(memory.asSlice(ChannelLayout.DUPLEX_AT, 4), 1);
    }
}
