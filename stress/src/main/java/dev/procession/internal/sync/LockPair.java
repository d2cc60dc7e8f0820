package dev.procession.internal.sync;

import dev.procession.internal.memory.TwoMappings;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One lock word, and what it guards, as two processes have it: each is a member of the domain, with a mapping of its own. */
abstract class LockPair {
    private static final long GUARDED_AT = TwoMappings.LINE_BYTES;
    private static final long PLACE_BYTES = 2 * TwoMappings.LINE_BYTES;
    private static final TwoMappings MAPPINGS = TwoMappings.of(PLACE_BYTES);
    private static final LockWord[] FIRST = words(MAPPINGS.first());
    private static final LockWord[] SECOND = words(MAPPINGS.second());

    /** What one process has of it. */
    record Side(LockWord lock, MemorySegment guarded) {
        void take() {
            while (lock.tryTake(false) != LockWord.Taken.YES) Thread.onSpinWait();
        }

        void give() {
            lock.give();
        }

        /** A plain increment of one word. */
        int increment(long offset) {
            int value = guarded.get(ValueLayout.JAVA_INT, offset) + 1;
            guarded.set(ValueLayout.JAVA_INT, offset, value);
            return value;
        }

        int plain(long offset) {
            return guarded.get(ValueLayout.JAVA_INT, offset);
        }
    }

    final Side first;
    final Side second;

    LockPair() {
        long offset = MAPPINGS.next();
        int index = MAPPINGS.index(offset);
        first = side(FIRST[index], MAPPINGS.first(), offset);
        second = side(SECOND[index], MAPPINGS.second(), offset);
    }

    private static Side side(LockWord word, TwoMappings.Side side, long offset) {
        return new Side(word, side.part(offset + GUARDED_AT, TwoMappings.LINE_BYTES));
    }

    private static LockWord[] words(TwoMappings.Side side) {
        var words = new LockWord[TwoMappings.PLACES];
        for (int i = 0; i < words.length; i++) {
            words[i] = new LockWord(side.domain(), side.cell(MAPPINGS.offset(i), PLACE_BYTES), 0, false);
        }
        return words;
    }
}
