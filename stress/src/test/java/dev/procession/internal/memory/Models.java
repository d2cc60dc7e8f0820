package dev.procession.internal.memory;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** How the state machines are model-checked: the real classes, each call of {@link Words} one atomic step. */
public final class Models {
    /** The everyday run; the long one multiplies it. */
    private static final int SCENARIOS = Integer.getInteger("procession.lincheck.scenarios", 6);

    private static final int EXECUTIONS = Integer.getInteger("procession.lincheck.executions", 200);

    /** More than the words of a bitmap of members: a loop over those is no spinning. */
    private static final int LONGEST_LOOP = 40;

    private Models() {}

    /** So many members, each a thread of its own, with so many operations each. */
    public static ModelCheckingOptions of(int members, int operations) {
        return new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(EXECUTIONS)
                .threads(members)
                .actorsPerThread(operations)
                .actorsBefore(0)
                .actorsAfter(0)
                .minimizeFailedScenario(false)
                .loopIterationsBeforeThreadSwitch(LONGEST_LOOP)
                .addGuarantee(forClasses(Words.class.getName()).allMethods().treatAsAtomic());
    }
}
