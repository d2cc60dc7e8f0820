package dev.procession.internal.memory;

import dev.procession.os.Futex;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands for the class of this name where Lincheck checks: one member of a few, who lives until it says that it died. It says so
 * between two of its operations; deaths inside them are for the kill tests.
 */
public final class Domain {
    private final Members members;
    private final Owner self;

    private Domain(Members members, Owner self) {
        this.members = members;
        this.self = self;
    }

    /** Who lives, and how often somebody was retired. */
    public static final class Members {
        private final AtomicInteger dead = new AtomicInteger(); // a bit for each slot
        private final AtomicInteger epoch = new AtomicInteger();

        public Domain join(int slot) {
            return new Domain(this, new Owner(slot, 1));
        }
    }

    public Owner self() {
        return self;
    }

    public boolean isAlive(int ownerHalf) {
        return (members.dead.get() & bit((ownerHalf >>> Owner.GENERATION_BITS) - 1)) == 0;
    }

    public long pid(int ownerHalf) {
        return ownerHalf;
    }

    public int epoch() {
        return members.epoch.get();
    }

    /** Whether this member itself lives. */
    public boolean isAlive() {
        return isAlive(self.half());
    }

    /** Nobody naps here, so nobody has to do it in a supervisor's place. */
    public void retireDead() {}

    /** This member is gone: first for the kernel, then somebody retires it, and tells the sleepers. */
    public void die() {
        members.dead.getAndAdd(bit(self.slot()));
        members.epoch.incrementAndGet();
        Futex.kernel().wakeAll();
    }

    private static int bit(int slot) {
        return 1 << slot;
    }
}
