package com.rocketmat.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts this program again for work that may crash its process: the native binary, or the same Java with the same classes.
 */
public final class OwnProgram {

    private static final String PACKAGED = "quarkus-run.jar";

    /** Allocator and locale only. Such a process reads untrusted input, so it gets none of our passwords. */
    private static final Set<String> KEPT = Set.of(
            "LD_PRELOAD", "LD_LIBRARY_PATH", "MALLOC_CONF", "MALLOC_TRIM_THRESHOLD_", "LOCPATH", "LANG", "LC_ALL");

    private static final String LIBRARIES = "onnxruntime.native.path";

    private OwnProgram() {}

    /**
     * The command line.
     *
     * @param worker main class on a JVM
     * @param argument selects the worker in a native binary
     * @param heap in bytes
     * @param temporary directory it may write to
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
            // quick to start and small rather than fast; ends when out of memory, without leaving a dump
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

    /** Ready to be started; its standard error, which may quote its input, is discarded. */
    public static ProcessBuilder process(List<String> command) {
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().keySet().retainAll(KEPT);
        return process;
    }

    /** The packaged application's jar finds its classes with Quarkus's class loader; they are beside it. */
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
