package dev.procession.kill;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Lab;
import dev.procession.internal.memory.ObjectId;
import dev.procession.internal.memory.SegmentKind;
import java.nio.file.Path;

/** A process that does everything that a member of a domain does, unless it is killed on the way. */
final class MemberVictim {
    private static final int BYTES = 4096;

    private MemberVictim() {}

    /** What it does. */
    enum Work {
        /** Joins, uses an object, makes two and destroys one, leaves: arguments folder and object. */
        LIFE,
        /** Joins, and retires whoever is dead: the folder. */
        RETIRE,
        /** Makes a domain, has an object and a FIFO there, leaves as the last: the base. */
        MAKE,
        /** Makes a domain where there is no room for one: the base. */
        NO_ROOM,
        /** Sweeps what dead programs left: the base. */
        SWEEP
    }

    public static void main(String[] args) {
        Path place = Path.of(args[1]);
        switch (Work.valueOf(args[0])) {
            case LIFE -> live(Lab.join(place), ObjectId.parse(args[2]));
            case RETIRE -> {
                Domain domain = Lab.join(place);
                domain.retireDead();
                Lab.leave(domain);
            }
            case MAKE -> make(place);
            case NO_ROOM -> {
                try {
                    make(place);
                } catch (RuntimeException e) {
                    System.out.println("refused: " + e);
                }
            }
            case SWEEP -> Lab.sweep(place);
        }
        System.out.println("survived");
    }

    private static void live(Domain domain, ObjectId shared) {
        domain.openObject(shared, SegmentKind.MEMORY);
        domain.createObject(SegmentKind.MEMORY, BYTES);
        domain.destroyObject(domain.createObject(SegmentKind.MEMORY, BYTES));
        Lab.leave(domain);
    }

    private static void make(Path base) {
        Domain domain = Lab.create(base);
        domain.createObject(SegmentKind.MEMORY, BYTES);
        domain.parentFifo();
        Lab.leave(domain);
    }
}
