package dev.procession.storm;

import java.util.ArrayList;
import java.util.List;

/** What went wrong, one sentence each; any thread may add. Each is printed at once, since a hang may follow. */
final class Findings {
    private static final int MOST_PRINTED = 50;

    private final List<String> sentences = new ArrayList<>(); // guarded by this

    synchronized void add(String sentence) {
        sentences.add(sentence);
        if (sentences.size() <= MOST_PRINTED) System.err.println("storm: WRONG: " + sentence);
    }

    /** Something that nobody foresaw, with its stack. */
    synchronized void add(String where, Throwable failure) {
        add(where + ": " + failure);
        failure.printStackTrace();
    }

    synchronized int count() {
        return sentences.size();
    }
}
