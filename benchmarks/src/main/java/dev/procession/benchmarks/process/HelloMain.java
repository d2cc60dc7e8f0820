package dev.procession.benchmarks.process;

/** The least that a program in Java does. */
final class HelloMain {
    private HelloMain() {}

    /** Says hello; with an argument, sleeps after that. */
    public static void main(String[] args) throws InterruptedException {
        System.out.println("hello");
        if (args.length > 0) Thread.sleep(Long.parseLong(args[0]));
    }
}
