package dev.procession.storm;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What was asked for.
 *
 * @param seconds how long they may take together; none means until all kills, pools and trees are through
 * @param seed of all random choices
 * @param kills of the first storm
 * @param pools of the second storm
 * @param trees of the third storm, unless it goes by time
 * @param only the storms that are run
 */
record StormOptions(OptionalLong seconds, long seed, int kills, int pools, int trees, Set<Kind> only) {
    /** The storms, in their order. */
    enum Kind {
        /** Kills of workers during one long call. */
        KILLS,
        /** Threads that open, use and end pools. */
        POOLS,
        /** Threads that start, use and end trees of processes. */
        TREES,
        /** Processes with locks and all the rest, that are killed. */
        LOCKS
    }

    /** What the storm of kills is to reach where nothing else is said; the quotas are for so many. */
    static final int FULL = 1_000;

    private static final int FULL_TREES = 300;
    private static final int LOCK_KILLS_ARE_ONE_OF = 4;
    private static final Set<Kind> ALL = Set.of(Kind.values());

    /** Reads words such as {@code --seconds=60}; the command line has checked them. */
    static StormOptions parse(String... words) {
        var options = new StormOptions(
                OptionalLong.empty(),
                RandomGenerator.getDefault().nextInt(1, Integer.MAX_VALUE),
                FULL,
                FULL,
                FULL_TREES,
                ALL);
        for (String word : words) options = options.with(word);
        return options;
    }

    private StormOptions with(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String text = word.substring(equals + 1);
        if (name.equals("--only")) {
            return new StormOptions(seconds, seed, kills, pools, trees, Set.of(Kind.valueOf(text)));
        }
        long value = equals < 0 ? 0 : Long.parseLong(text);
        return switch (name) {
            case "--seconds" -> new StormOptions(OptionalLong.of(value), seed, kills, pools, trees, only);
            case "--seed" -> new StormOptions(seconds, value, kills, pools, trees, only);
            case "--kills" -> new StormOptions(seconds, seed, Math.toIntExact(value), pools, trees, only);
            case "--pools" -> new StormOptions(seconds, seed, kills, Math.toIntExact(value), trees, only);
            case "--trees" -> new StormOptions(seconds, seed, kills, pools, Math.toIntExact(value), only);
            default -> throw new IllegalArgumentException("storm does not know '" + word + "'");
        };
    }

    /** The command that does the same again. */
    String replay() {
        return "./procession storm" + (seconds.isPresent() ? " --seconds " + seconds.getAsLong() : "") + " --seed "
                + seed + (kills == FULL ? "" : " --kills " + kills) + (pools == FULL ? "" : " --pools " + pools)
                + (trees == FULL_TREES ? "" : " --trees " + trees)
                + (only.equals(ALL)
                        ? ""
                        : " --only " + only.iterator().next().name().toLowerCase(Locale.ROOT));
    }

    /** How many kills the fourth storm is to reach, unless it goes by time: in proportion to those of the first. */
    int lockKills() {
        return seconds.isPresent() ? Integer.MAX_VALUE : Math.max(1, kills / LOCK_KILLS_ARE_ONE_OF);
    }

    /** How long one of the storms may take. */
    long shareNanos() {
        return seconds.isPresent() ? seconds.getAsLong() * 1_000_000_000L / only.size() : Long.MAX_VALUE / 4;
    }
}
