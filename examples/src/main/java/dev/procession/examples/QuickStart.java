package dev.procession.examples;

import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.ProcessPool;
import java.time.Duration;
import java.util.List;

/** The first program to read: one bad input costs one input. */
public final class QuickStart {

    private QuickStart() {}

    static int check(String word) {
        if (word.equals("exit")) System.exit(3); // ends its worker, and nothing else
        if (word.isEmpty()) throw new IllegalArgumentException("no word");
        return word.length();
    }

    /**
     * Runs it.
     *
     * @param args none
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2).withTaskTimeout(Duration.ofSeconds(5)))) {
            System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
            try (var outcomes = pool.outcomes(QuickStart::check, List.of("one", "", "exit", "three"))) {
                for (var outcome : outcomes) {
                    switch (outcome) {
                        case Done(var word, var length, var _) -> System.out.println(word + ": " + length);
                        case Failed(var word, var cause, var _) -> System.out.println("'" + word + "': " + cause);
                        case Lost(var word, var certificate, var _) -> System.out.println(word + ": " + certificate);
                    }
                }
            }
        }
    }
}
