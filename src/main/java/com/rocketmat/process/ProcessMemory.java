package com.rocketmat.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of a process as reported by Linux (proc_pid_status(5)). */
public enum ProcessMemory {
    RESIDENT("VmRSS:"),
    /** Excludes mapped files. */
    OWN("RssAnon:");

    private final String line;

    ProcessMemory(String line) {
        this.line = line;
    }

    /** In bytes; 0 if the system does not report it. {@code process} is an id, or {@code self}. */
    public long of(String process) {
        try (var lines = Files.lines(Path.of("/proc", process, "status"))) {
            return lines.filter(each -> each.startsWith(line))
                    .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
