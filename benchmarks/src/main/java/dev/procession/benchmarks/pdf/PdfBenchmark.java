package dev.procession.benchmarks.pdf;

import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Budget;
import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Pick;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Question: what does isolation cost where tasks take milliseconds, once everything is warm?
 * <p>Rival: as many threads of this JVM, which have no isolation.
 * <p>Not shown here: the start (the first ten rounds are not counted), memory, and other work than the text of PDF files.
 * <p>Run: {@code ./procession bench pdf}.
 */
public final class PdfBenchmark implements Benchmark {
    static final Row FILES = Row.rate(
            "files",
            "text of PDF files",
            "files/s",
            "One task for each file, which reads it and returns its text; from the call of `map` (`invokeAll`) until all texts"
                    + " are there.");

    @Override
    public String name() {
        return "pdf";
    }

    @Override
    public String question() {
        return "What does isolation cost where tasks take milliseconds? Takes two minutes.";
    }

    @Override
    public String title() {
        return "PDF: tasks of some milliseconds";
    }

    @Override
    public List<Row> rows() {
        return List.of(FILES);
    }

    @Override
    public List<Budget> budgets() {
        return List.of(Budget.atLeast(
                "pdf: files beside threads", FILES, Pick.MEDIAN, 0.9, PdfRival.Kind.THREADS.id(), Pick.MEDIAN));
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        PdfFiles files = new PdfFiles();
        List<Rival> all = new ArrayList<>();
        for (PdfRival.Kind kind : PdfRival.Kind.values()) all.add(new PdfRival(kind, files));
        return all;
    }

    @Override
    public int warmUpRounds() {
        return 10;
    }

    @Override
    public int rounds() {
        return 10;
    }

    @Override
    public List<String> notShown() {
        return List.of(
                "The first ten rounds, in which the workers' JVMs, each for itself, compile what threads compile once.",
                "Memory: each worker is a JVM with a heap of its own.",
                "Files that crash, hang or exhaust: those cost a thread pool its program, and a process pool one task.");
    }
}
