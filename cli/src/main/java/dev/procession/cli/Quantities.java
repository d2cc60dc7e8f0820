package dev.procession.cli;

import java.time.Duration;
import java.util.Locale;

/** Reads the numbers of options, durations such as {@code 500ms} or {@code 2m}, and sizes such as {@code 64m}. */
final class Quantities {
    private static final long LEAST_HEAP_BYTES = 8L << 20;

    private Quantities() {}

    static int number(String option, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // The sentence below says it all.
        }
        throw new UsageException(
                option + " must be a whole number from " + least + " to " + most + ", was '" + text + "'");
    }

    static Duration duration(String option, String text) {
        String unit = unit(text);
        try {
            long number = amount(text, unit);
            Duration duration = switch (unit) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ZERO;
            };
            // The pool counts in nanoseconds.
            if (duration.isPositive() && duration.toNanos() > 0) return duration;
        } catch (NumberFormatException | ArithmeticException e) {
            // The sentence below says it all.
        }
        throw new UsageException(
                option + " must be a duration above zero such as 500ms, 5s, 2m or 1h, was '" + text + "'");
    }

    /** Checks a size of a heap and returns it as the JVM wants it. */
    static String heap(String option, String text) {
        String unit = unit(text);
        int shift = switch (unit) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        try {
            if (shift > 0 && Math.multiplyExact(amount(text, unit), 1L << shift) >= LEAST_HEAP_BYTES) {
                return text.toLowerCase(Locale.ROOT);
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // The sentence below says it all.
        }
        throw new UsageException(option + " must be a size such as 64m or 2g, at least 8m, was '" + text + "'");
    }

    private static String unit(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') digits++;
        return text.substring(digits).toLowerCase(Locale.ROOT);
    }

    private static long amount(String text, String unit) {
        return Long.parseLong(text.substring(0, text.length() - unit.length()));
    }
}
