package dev.procession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The machine that figures come from.
 *
 * @param cpu the model, as the kernel names it
 * @param cores the processors that this process may use
 * @param kernel the kernel's release
 * @param jdk the JVM
 * @param cpuidle the driver that puts idle cores to sleep; it decides what waking up costs
 * @param governor the frequency governor of the first core
 * @param loadBefore the load average of the last minute, before the run: above 0.5 somebody else was at work
 */
public record Machine(
        String cpu, int cores, String kernel, String jdk, String cpuidle, String governor, double loadBefore) {

    private static final String UNREADABLE = "not readable";

    /** Reads it from the kernel and the JVM. */
    public static Machine here() {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                firstLine(Path.of("/sys/devices/system/cpu/cpuidle/current_driver")),
                firstLine(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")),
                load());
    }

    /** Whether somebody else was at work, which makes the figures worthless. */
    public boolean wasBusy() {
        return loadBefore > 0.5;
    }

    /** For the raw results. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cpu", cpu);
        json.put("cores", cores);
        json.put("kernel", kernel);
        json.put("jdk", jdk);
        json.put("cpuidle", cpuidle);
        json.put("governor", governor);
        json.put("loadBefore", loadBefore);
        return json;
    }

    /** From the raw results. */
    public static Machine fromJson(JsonObject json) {
        return new Machine(
                json.text("cpu"),
                (int) json.number("cores"),
                json.text("kernel"),
                json.text("jdk"),
                json.text("cpuidle"),
                json.text("governor"),
                json.number("loadBefore"));
    }

    @Override
    public String toString() {
        return cpu + ", " + cores + " cores, " + kernel + ", " + jdk + ", cpuidle driver: " + cpuidle + ", governor: "
                + governor + ", load before: " + loadBefore;
    }

    private static String cpuModel() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(UNREADABLE);
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    private static double load() {
        String line = firstLine(Path.of("/proc/loadavg"));
        return line.equals(UNREADABLE) ? 0 : Double.parseDouble(line.substring(0, line.indexOf(' ')));
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse(UNREADABLE).strip();
        } catch (IOException e) {
            return UNREADABLE;
        }
    }
}
