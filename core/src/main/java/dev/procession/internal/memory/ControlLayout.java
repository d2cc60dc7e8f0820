package dev.procession.internal.memory;

/**
 * The control segment of a domain.
 * <h2>Layout, format 1</h2><pre>
 * offset    size name        written by                             read by
 *      0     128 header      {@link SegmentHeader}
 *    128       4 epoch       whoever retires a member, atomically   sleepers; a futex word
 *    256       8 ticket      whoever frees a slot or object entry   the same, atomically
 *    384       4 slots       creator                                everybody
 *    388       4 objects     creator                                everybody
 *    392       4 tables      creator: 1                             later formats, for further object tables
 *    396       4 watches     who begins or ends a deadlock watch, atomically: +1, -1; one that dies stays counted   who locks
 *    512   64·ns slot[ns]    {@link ProcessTable}
 *      …  256·no object[no]  {@link ObjectTable}</pre>
 */
final class ControlLayout {
    static final long EPOCH_AT = 128;
    static final long TICKET_AT = 256;
    static final long SLOT_COUNT_AT = 384;
    static final long OBJECT_COUNT_AT = 388;
    static final long TABLE_COUNT_AT = 392;
    static final long WATCHES_AT = 396;
    static final long SLOTS_AT = 512;
    static final long SLOT_BYTES = 64;
    static final long OBJECT_BYTES = 256;

    /** More JVMs than a machine holds; external commands need no slot. Fits the users' bitmap of an object. */
    static final int SLOTS = 1024;

    static final int OBJECTS = 1024;
    static final long BYTES = SLOTS_AT + SLOTS * SLOT_BYTES + OBJECTS * OBJECT_BYTES;

    private ControlLayout() {}

    static long slotAt(int slot) {
        return SLOTS_AT + slot * SLOT_BYTES;
    }

    static long objectAt(int index) {
        return SLOTS_AT + SLOTS * SLOT_BYTES + index * OBJECT_BYTES;
    }
}
