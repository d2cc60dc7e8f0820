package dev.procession.storm;

import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * What was asked for.
 *
 * @param seconds how long both storms may take together; none means until all kills and pools are through
 * @param seed of all random choices
 * @param kills of the first storm
 * @param pools of the second storm
 */
record StormOptions(OptionalLong seconds, long seed, int kills, int pools) {
    /** What the storm of kills is to reach where nothing else is said; the quotas are for so many. */
    static final int FULL = 1_000;

    /** Reads words such as {@code --seconds=60}; the command line has checked them. */
    static StormOptions parse(String... words) {
        var options = new StormOptions(
                OptionalLong.empty(), RandomGenerator.getDefault().nextInt(1, Integer.MAX_VALUE), FULL, FULL);
        for (String word : words) options = options.with(word);
        return options;
    }

    private StormOptions with(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        long value = equals < 0 ? 0 : Long.parseLong(word.substring(equals + 1));
        return switch (name) {
            case "--seconds" -> new StormOptions(OptionalLong.of(value), seed, kills, pools);
            case "--seed" -> new StormOptions(seconds, value, kills, pools);
            case "--kills" -> new StormOptions(seconds, seed, Math.toIntExact(value), pools);
            case "--pools" -> new StormOptions(seconds, seed, kills, Math.toIntExact(value));
            default -> throw new IllegalArgumentException("storm does not know '" + word + "'");
        };
    }

    /** The command that does the same again. */
    String replay() {
        return "./procession storm" + (seconds.isPresent() ? " --seconds " + seconds.getAsLong() : "") + " --seed "
                + seed + (kills == FULL ? "" : " --kills " + kills) + (pools == FULL ? "" : " --pools " + pools);
    }

    /** How long one of the two storms may take. */
    long halfNanos() {
        return seconds.isPresent() ? seconds.getAsLong() * 500_000_000L : Long.MAX_VALUE / 4;
    }
}
