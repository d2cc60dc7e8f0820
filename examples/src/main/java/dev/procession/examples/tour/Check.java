package dev.procession.examples.tour;

/** What a scenario program says about itself: every line that it prints as true, it has looked at. */
final class Check {

    private Check() {}

    /** Prints a statement that holds, and throws if it does not. */
    static void that(boolean holds, String statement) {
        if (!holds) throw new IllegalStateException("does not hold: " + statement);
        System.out.println("  " + statement);
    }
}
