package dev.procession.kill;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Lab;
import java.nio.file.Path;

/** A member that does everything with cells, unless it is killed on the way. */
final class SlabVictim {
    private SlabVictim() {}

    /** What it does. */
    enum Work {
        /** Uses a cell of another's, makes one and ends it: the folder, and the cell. */
        LIFE,
        /** Uses a cell: the folder, and the cell. */
        OPEN,
        /** Retires whoever is dead: the folder. */
        RETIRE
    }

    public static void main(String[] args) {
        Domain domain = Lab.join(Path.of(args[1]));
        switch (Work.valueOf(args[0])) {
            case LIFE -> {
                Cell made = domain.createCell(CellKind.LOCK);
                domain.releaseCell(made.id());
                domain.openCell(CellId.parse(args[2]), CellKind.LOCK);
            }
            case OPEN -> domain.openCell(CellId.parse(args[2]), CellKind.LOCK);
            case RETIRE -> domain.retireDead();
        }
        Lab.leave(domain);
        System.out.println("survived");
    }
}
