package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellSize;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.ObjectId;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.os.Futex;
import dev.procession.os.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Members of a domain that share one structure in a cell; a thread of Lincheck's is one member. */
final class Members<S> {
    static final int MOST = 4; // three; numbers of threads begin at 0 or at 1

    private final List<Domain> domains = new ArrayList<>();
    private final List<S> structures = new ArrayList<>();

    Members(CellSize size, boolean deafKernel, BiFunction<Domain, Cell, S> open) {
        Futex.boot(new Kernel(deafKernel));
        var cell = new Cell(
                new CellId(new ObjectId(0, 1), 0, 1), new SharedSegment(size.contentBytes()), 0, size.contentBytes());
        var members = new Domain.Members();
        for (int i = 0; i < MOST; i++) {
            domains.add(members.join(i));
            structures.add(open.apply(domains.get(i), cell));
        }
    }

    boolean isDead(int member) {
        return !domains.get(member).isAlive();
    }

    void die(int member) {
        domains.get(member).die();
    }

    /** The structure as this member has it. */
    S of(int member) {
        return structures.get(member);
    }
}
