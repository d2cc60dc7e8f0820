package dev.procession.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that takes part in a test. Its output, standard output and error together, is read by a thread of its own, so that it
 * never waits for a reader.
 */
public final class Peer {
    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>(); // guarded by itself
    private final Thread reader;
    private boolean ended; // guarded by lines
    private int next; // guarded by lines

    Peer(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = Thread.ofPlatform()
                .daemon()
                .name("testkit-peer-" + process.pid())
                .start(this::read);
    }

    private void read() {
        try (BufferedReader reading = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reading.readLine(); line != null; line = reading.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(its output could not be read on: " + e + ")");
            }
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    /**
     * Returns its process id.
     *
     * @return the pid
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Waits for a line that begins so, after those that were waited for before: a handshake.
     *
     * @param prefix how the line begins
     * @return what follows in the line, without blanks around it
     * @throws AssertionError if its output ends, or {@link Delays#LONG} passes, without such a line
     * @throws InterruptedException if the caller is interrupted
     */
    public String awaitLine(String prefix) throws InterruptedException {
        long endNanos = System.nanoTime() + Delays.LONG.toNanos();
        synchronized (lines) {
            while (true) {
                while (next < lines.size()) {
                    String line = lines.get(next++);
                    if (line.startsWith(prefix))
                        return line.substring(prefix.length()).strip();
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()) + 1;
                if (ended || millis <= 0) {
                    throw new AssertionError(
                            this + " said no line '" + prefix + "…', but:\n" + String.join("\n", lines));
                }
                lines.wait(millis);
            }
        }
    }

    /**
     * Returns all that it has printed so far.
     *
     * @return the lines
     */
    public List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /**
     * Writes a line to its standard input.
     *
     * @param line the line, without its end
     */
    public void tell(String line) {
        try {
            var out = process.outputWriter(StandardCharsets.UTF_8);
            out.write(line);
            out.newLine();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it with {@code SIGKILL}, and nobody else. Does not wait. */
    public void kill() {
        Processes.kill(pid());
    }

    /**
     * Sends it a signal.
     *
     * @param signal the number of the signal
     */
    public void signal(int signal) {
        Processes.signal(pid(), signal);
    }

    /**
     * Returns the processes below it that run.
     *
     * @return children, their children and so on; empty once it has ended, since they then have other parents
     */
    public List<Sighting> descendants() {
        return Processes.descendants(pid());
    }

    /**
     * Waits for its end and that of its output.
     *
     * @return its exit code; 128 and the number of the signal, if a signal ended it
     * @throws AssertionError if it does not end within {@link Delays#LONG}
     * @throws InterruptedException if the caller is interrupted
     */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(Delays.LONG.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError(this + " did not end in " + Delays.LONG.toMillis() + " ms; it said:\n"
                    + String.join("\n", output()));
        }
        reader.join(Delays.LONG);
        return process.exitValue();
    }

    void close() {
        Processes.kill(descendants());
        process.destroyForcibly();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                reader.join(Delays.LONG); // somebody else may hold its output open
                process.getOutputStream().close();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (IOException e) {
                break; // what was not flushed has no reader any more
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    @Override
    public String toString() {
        return "peer " + name + " (pid " + pid() + ")";
    }
}
