package dev.procession.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
final class NearNames {

    private NearNames() {}

    /** Returns {@code "; did you mean 'x'"} with the nearest name, or nothing if none is near. */
    static String hint(String word, Collection<String> names) {
        return nearest(word, names).map(n -> "; did you mean '" + n + "'").orElse("");
    }

    /** Returns the name that differs least, if it differs in no more than a third of its letters. */
    static Optional<String> nearest(String word, Collection<String> names) {
        String sought = word.toLowerCase(Locale.ROOT);
        int most = Math.max(1, word.length() / 3);
        record Near(String name, int distance) {}
        return names.stream()
                .filter(n -> Math.abs(n.length() - word.length()) <= most)
                .map(n -> new Near(n, distance(sought, n.toLowerCase(Locale.ROOT))))
                .filter(n -> n.distance() <= most)
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(Near::name);
    }

    /** The fewest letters to insert, remove or replace, and neighbours to swap, that make one word of the other. */
    static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
                least = Math.min(least, rows[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                rows[i][j] = swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
            }
        }
        return rows[a.length()][b.length()];
    }
}
