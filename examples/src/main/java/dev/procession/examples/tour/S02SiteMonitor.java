package dev.procession.examples.tour;

import com.sun.net.httpserver.HttpServer;
import dev.procession.process.ChildProcess;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A subclass polls a site five times while the parent does other work. A server in this program stands in for the site.
 *
 * <p>Python: a subclass of {@code Process} with {@code run()}. The trap there: whoever forgets {@code super().__init__()} gets an
 * {@code AssertionError} at {@code start}, and whoever calls {@code run()} instead of {@code start()} runs it in the parent. Here the
 * language sees to the first, and {@code run} is protected.
 */
public final class S02SiteMonitor {
    private static final int POLLS = 5;
    private static final int OK = 200;

    private S02SiteMonitor() {}

    /** Its fields travel to the child. */
    static final class Monitor extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final URI site;
        private final Duration pause;

        Monitor(URI site, Duration pause) {
            super("site-monitor");
            this.site = site;
            this.pause = pause;
        }

        @Override
        protected void run() throws Exception {
            try (HttpClient client = HttpClient.newHttpClient()) {
                for (int i = 1; i <= POLLS; i++) {
                    int status = client.send(HttpRequest.newBuilder(site).build(), BodyHandlers.discarding())
                            .statusCode();
                    System.out.println("  " + name() + ", poll " + i + ": " + status);
                    if (status != OK) throw new IllegalStateException(site + " answers " + status);
                    Thread.sleep(pause);
                }
            }
        }
    }

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        var polls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            polls.incrementAndGet();
            exchange.sendResponseHeaders(OK, -1);
            exchange.close();
        });
        server.start();
        try {
            URI site = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            // Seconds in real life.
            try (var monitor = new Monitor(site, Duration.ofMillis(100))) {
                monitor.start();
                long worked = workWhile(monitor);
                Check.that(worked > 0, "the parent worked meanwhile: it counted to " + worked);
                Check.that(monitor.join().isSuccess(), monitor.name() + " has ended well");
            }
            Check.that(polls.get() == POLLS, "the site was asked " + polls + " times, by another process");
        } finally {
            server.stop(0);
        }
    }

    private static long workWhile(ChildProcess child) throws InterruptedException {
        long count = 0;
        while (!child.join(Duration.ofMillis(10))) count++;
        return count;
    }
}
