package dev.procession.benchmarks.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Processors are numbered as the kernel numbers them. */
final class CoresTest {
    /** Single numbers and ranges are both understood. */
    @Test
    void listOfTheKernelIsUnderstood() {
        assertThat(Cores.parse("\t0-2,5,8-9\n")).containsExactly(0, 1, 2, 5, 8, 9);
        assertThat(Cores.parse("3")).containsExactly(3);
    }
}
