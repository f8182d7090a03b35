package com.rocketmat.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine of the measurements. */
final class Machine {

    private static final long GIBIBYTE = 1L << 30;

    private Machine() {}

    static String description() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return "%d × %s, %d GiB, %s %s"
                .formatted(
                        system.getAvailableProcessors(),
                        processor(),
                        Math.ceilDiv(system.getTotalMemorySize(), GIBIBYTE),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    /** From Linux; elsewhere the architecture must do. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
