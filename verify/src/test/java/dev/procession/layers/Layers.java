package dev.procession.layers;

import java.util.List;

/**
 * The one ordered list in which the packages of {@code dev.procession} stand. Each may use itself and what stands to
 * its left. {@code dev.procession.X} and {@code dev.procession.internal.X}, with all below them, share the place of X.
 */
final class Layers {

    /** From left to right. A new name or a new order is a decision: its reason belongs in the commit message. */
    static final List<String> PLACES = List.of(
            "os", "vocabulary", "watch", "memory", "sync", "codec", "channel", "process", "pool", "manager", "inspect");

    private static final String ROOT = "dev.procession";
    private static final String INTERNAL = "internal.";

    private Layers() {}

    /** Returns one sentence for every arrow from the class that points to the right or leaves the list. */
    static List<String> badArrows(CompiledClass from) {
        int fromPlace = placeOf(from.packageName());
        if (fromPlace < 0) {
            return List.of(from.name() + " is in a package that has no place in the list of layers " + PLACES);
        }
        return from.types().stream()
                .filter(to -> !isAllowed(fromPlace, placeOf(CompiledClass.packageOf(to))))
                .map(to -> from.name() + " uses " + to + ", which does not stand to its left in " + PLACES)
                .toList();
    }

    private static boolean isAllowed(int fromPlace, int toPlace) {
        return toPlace >= 0 && toPlace <= fromPlace;
    }

    /** The index of a package in the list, or -1 if it is not in it. */
    private static int placeOf(String packageName) {
        if (packageName.equals(ROOT)) {
            return PLACES.indexOf("vocabulary");
        }
        if (!packageName.startsWith(ROOT + ".")) {
            return -1;
        }
        String below = packageName.substring(ROOT.length() + 1);
        String path = below.startsWith(INTERNAL) ? below.substring(INTERNAL.length()) : below;
        int end = path.indexOf('.');
        return PLACES.indexOf(end < 0 ? path : path.substring(0, end));
    }
}
