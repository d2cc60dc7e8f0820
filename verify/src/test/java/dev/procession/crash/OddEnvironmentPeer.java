package dev.procession.crash;

import dev.procession.PoolBrokenException;
import dev.procession.pool.ProcessPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/** A program whose tasks say what they find in their environment. */
final class OddEnvironmentPeer {
    static final String NAME = "PROCESSION_ODD";
    static final String INHERITED = "PROCESSION_INHERITED";

    private OddEnvironmentPeer() {}

    /** All that a value may hold: line ends, quotes, equals signs, control characters, characters of one to four bytes. */
    static String oddValue() {
        var value = new StringBuilder("=first= 'single' \"double\" \\n \\ $HOME `id` %~ * ~\n\r\n\t ");
        for (char c = 1; c < 32; c++) value.append(c);
        while (value.toString().getBytes(StandardCharsets.UTF_8).length < 4096 - 16)
            value.append("äß€語\uD83D\uDE80=;\n");
        return value.append(" last ").toString();
    }

    public static void main(String[] args) throws Exception {
        String odd = oddValue();
        boolean given = args.length > 0;
        try (var pool = ProcessPool.open(o -> o.withWorkers(1)
                .withChild(c -> given ? c.withEnvironment(NAME, odd).withEnvironment("a.b-c d", "") : c))) {
            if (given) {
                System.out.println("same " + odd.equals(pool.run(() -> System.getenv(NAME))));
                System.out.println("empty '" + pool.run(() -> System.getenv("a.b-c d")) + "'");
            }
            System.out.println("inherited " + pool.run(() -> bytesOf(INHERITED)));
        } catch (PoolBrokenException e) {
            System.out.println("refused " + e.getCause());
        } catch (RejectedExecutionException e) {
            System.out.println("refused " + Objects.requireNonNull(e.getCause()).getCause());
        }
    }

    /** The value as the kernel has it, whatever the encoding of this process. */
    private static String bytesOf(String name) throws IOException {
        String all = Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1);
        for (String entry : all.split("\0", -1)) {
            if (!entry.startsWith(name + "=")) continue;
            return HexFormat.of().formatHex(entry.substring(name.length() + 1).getBytes(StandardCharsets.ISO_8859_1));
        }
        return "nothing";
    }
}
