package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is offered for a name that does not exist. */
final class NearNamesTest {

    /** A letter too many, too few, wrong, or two swapped, each count once. */
    @ParameterizedTest
    @CsvSource({"map,map,0", "mapp,map,1", "ma,map,1", "mop,map,1", "mpa,map,1", "'',map,3", "kitten,sitting,3"})
    void distanceCountsSlips(String a, String b, int expected) {
        assertThat(NearNames.distance(a, b)).isEqualTo(expected);
        assertThat(NearNames.distance(b, a)).isEqualTo(expected);
    }

    /** The nearest of several is offered, whatever the case. */
    @Test
    void theNearestIsOffered() {
        assertThat(NearNames.nearest("TXET", List.of("test", "text", "next"))).contains("text");
    }

    /** What differs in more than a third of its letters is no hint. */
    @Test
    void nothingIsOfferedForSomethingElse() {
        assertThat(NearNames.nearest("render", List.of("text", "pages"))).isEmpty();
        assertThat(NearNames.hint("render", List.of())).isEmpty();
    }
}
