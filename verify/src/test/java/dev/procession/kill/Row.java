package dev.procession.kill;

import dev.procession.testkit.KillPoint;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * One row of a kill table, as a test: at each of its points a process is killed, and the same must hold afterwards.
 *
 * @param between the gap, in the words of the table
 * @param leaves what the kill leaves there, in the words of the table's states
 * @param points the names of the points in the gap
 */
record Row(String between, String leaves, List<String> points) {

    static Row of(String between, String leaves, String... points) {
        return new Row(between, leaves, List.of(points));
    }

    /** The rows, once for each of their points. */
    static Stream<Arguments> cases(List<Row> rows) {
        return rows.stream()
                .flatMap(row -> row.points.stream()
                        .map(name -> Arguments.of(row, Census.woven().point(name))));
    }

    /** For the name of a test. */
    @Override
    public String toString() {
        return "between " + between;
    }

    /** Whether a point stands in one of the rows. */
    static boolean covers(List<Row> rows, KillPoint point) {
        return rows.stream().anyMatch(row -> row.points.contains(point.name()));
    }
}
