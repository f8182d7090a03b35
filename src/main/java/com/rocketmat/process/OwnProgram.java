package com.rocketmat.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This program, started once more for work that may break the process which does it: the native binary again, or the same Java with
 * the same classes.
 */
public final class OwnProgram {

    private static final String PACKAGED = "quarkus-run.jar";

    /** Allocator and locale. What such a process reads is not to be trusted, so that it gets no password of ours. */
    private static final Set<String> KEPT = Set.of(
            "LD_PRELOAD", "LD_LIBRARY_PATH", "MALLOC_CONF", "MALLOC_TRIM_THRESHOLD_", "LOCPATH", "LANG", "LC_ALL");

    private static final String LIBRARIES = "onnxruntime.native.path";

    private OwnProgram() {}

    /**
     * The command that starts it.
     *
     * @param worker its main class
     * @param argument what the binary is given to be it
     * @param heap in bytes
     * @param temporary where it may write
     */
    public static List<String> command(Class<?> worker, String argument, long heap, Path temporary) {
        boolean binary = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
        List<String> command = new ArrayList<>();
        command.add(
                binary
                        ? ProcessHandle.current().info().command().orElse("/proc/self/exe")
                        : Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString());
        command.add("-Xmx" + heap);
        command.add("-Djava.io.tmpdir=" + temporary);
        if (System.getProperty(LIBRARIES) != null) {
            // it may run in another working directory
            command.add("-D" + LIBRARIES + "="
                    + Path.of(System.getProperty(LIBRARIES)).toAbsolutePath());
        }
        if (!binary) {
            // small and quick to start rather than fast; what lacks memory ends at once, and leaves nothing behind
            command.addAll(List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:ErrorFile=/dev/null",
                    "-Djava.awt.headless=true",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath(System.getProperty("java.class.path")),
                    worker.getName()));
        }
        command.add(argument);
        return command;
    }

    /** Ready to be started; what it says on its error stream, which may quote what it reads, is seen by nobody. */
    public static ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().keySet().retainAll(KEPT);
        return process;
    }

    /** The packaged application's jar finds its classes by a loader of Quarkus's; they lie beside it. */
    static String classPath(String own) {
        if (!own.endsWith(PACKAGED) || own.contains(File.pathSeparator)) {
            return Stream.of(own.split(File.pathSeparator, -1))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        Path jar = Path.of(own).toAbsolutePath();
        return Stream.of("app", "lib/main", "lib/boot")
                .map(classes -> jar.resolveSibling(classes) + "/*")
                .collect(Collectors.joining(File.pathSeparator));
    }
}
