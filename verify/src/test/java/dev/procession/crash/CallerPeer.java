package dev.procession.crash;

import dev.procession.pool.Outcome;
import dev.procession.pool.Outcomes;
import dev.procession.pool.ProcessPool;
import java.util.List;

/** A program that sends or takes what ends it. Prints the pid of its worker first. */
final class CallerPeer {
    private CallerPeer() {}

    public static void main(String[] args) throws Exception {
        Hazard hazard = Hazard.of(1, Harm.valueOf(args[0]), Stage.valueOf(args[1]));
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("caller"))) {
            System.out.println(
                    "worker " + pool.run(() -> ProcessHandle.current().pid()));
            try (Outcomes<Hazard, Hazard> outcomes = pool.outcomes(Hazard::run, List.of(hazard))) {
                for (Outcome<Hazard, Hazard> outcome : outcomes) System.out.println("alive with " + outcome);
            }
        }
    }
}
