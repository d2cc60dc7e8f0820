package dev.procession.storm;

/** What is counted in the third storm, in the order of the table. */
enum TreeCount implements Counts.Labelled {
    STARTED("trees started"),
    COMMANDS("  a shell with two programs"),
    CHILDREN("  a child"),
    PARENTS("  a child with a program"),
    GRANDPARENTS("  a child with a child with a program"),
    BRIEF("  a child that ends by itself"),
    KILLED_ROOT("kill -9 of a root"),
    KILLED_BELOW("kill -9 below a root"),
    TERMINATED("terminate(grace)"),
    KILL("kill()"),
    INTERRUPTED("interrupt()"),
    JOINED("join() that saw the end"),
    AWAITED("Waiter.await() over all"),
    ENDED("trees ended"),
    ENDED_BY_THEMSELVES("  by themselves"),
    ENDED_IN_ORDER("  terminated, in order"),
    ENDED_KILLED("  killed");

    private final String label;

    TreeCount(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
