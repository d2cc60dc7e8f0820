package dev.procession.examples.demo;

/** Tasks that do what no task should do, under names that say so. */
final class Hostile {

    private Hostile() {}

    static Object throwException(String input) {
        return Bodies.body1();
    }

    static Object throwUnsendable(String input) {
        return Bodies.body2();
    }

    static Object returnUnencodable(String input) {
        return Bodies.body3();
    }

    static Object allocateTenGigabytes(String input) {
        return Bodies.body4();
    }

    static Object overflowStack(String input) {
        return Bodies.body5();
    }

    static Object exit(String input) {
        return Bodies.body6();
    }

    static Object halt(String input) {
        return Bodies.body7();
    }

    static Object crash(String input) {
        return Bodies.body8();
    }

    static Object loopForEver(String input) {
        return Bodies.body9();
    }

    static Object waitToBeKilled(String input) throws InterruptedException {
        return Bodies.body10();
    }

    static Object floodOutput(String input) {
        return Bodies.body11();
    }
}
