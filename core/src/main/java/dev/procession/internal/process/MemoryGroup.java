package dev.procession.internal.process;

import dev.procession.LossCause;
import dev.procession.internal.memory.ControlGroup;

/**
 * The memory control group of one child and its counter of kills, to tell a kill by the kernel from one by anybody else. A child starts in
 * its parent's group; {@link #sample} notices when it has been moved, which a dead child can no longer tell.
 */
final class MemoryGroup {
    private ControlGroup group = ControlGroup.ofThisProcess();
    private long killsBefore = group.oomKills();
    private long usageBytes = group.usageBytes();

    synchronized void sample(int pid) {
        ControlGroup now = ControlGroup.of(pid);
        boolean ending = now.version1() && now.chain().size() == 1; // there the kernel shows what is ending in the root
        if (now.isKnown() && !ending && !now.equals(group)) {
            group = now;
            killsBefore = now.oomKills();
        }
        usageBytes = group.usageBytes();
    }

    synchronized long oomKills() {
        return group.oomKills() - killsBefore;
    }

    synchronized LossCause.OutOfMemory outOfMemory() {
        return new LossCause.OutOfMemory(group.limitBytes(), Math.max(usageBytes, group.usageBytes()));
    }
}
