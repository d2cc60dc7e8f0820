package dev.procession.benchmarks;

import java.util.Locale;

/** How numbers are written for people. */
public final class Figures {
    private Figures() {}

    /** Three digits that count; thousands as k, millions as M. */
    public static String brief(double value) {
        if (value >= 999_500) return digits(value / 1e6) + "M";
        if (value >= 9_995) return digits(value / 1e3) + "k";
        return value >= 999.5 ? String.format(Locale.ROOT, "%.0f", value) : digits(value);
    }

    private static String digits(double value) {
        if (value == 0) return "0";
        return String.format(Locale.ROOT, value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f", value);
    }
}
