package dev.procession.cli;

/** What the command ends with. After Ctrl-C the JVM itself ends with 130, once the shutdown hooks have run. */
final class Status {
    static final int DONE = 0;
    static final int SOME_FAILED = 1;
    static final int USAGE = 2;

    private Status() {}
}
