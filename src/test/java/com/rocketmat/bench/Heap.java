package com.rocketmat.bench;

import com.rocketmat.sandbox.process.ApplicationProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The live heap of another process after a collection. A native binary gives no histogram: all that is resident, garbage included. */
final class Heap {

    private Heap() {}

    /** The last line of the histogram: {@code Total <objects> <bytes>}. */
    static long liveBytes(ApplicationProcess application) {
        if (ApplicationProcess.isNative()) {
            return application.residentKilobytes() * 1024;
        }
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ProcessBuilder command =
                new ProcessBuilder(jcmd.toString(), String.valueOf(application.pid()), "GC.class_histogram");
        try {
            Process process = command.start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Total"))
                    .toList();
            return Long.parseLong(lines.getLast().split("\\s+", -1)[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
