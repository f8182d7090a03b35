package com.rocketmat.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This program, started again for work that may crash its process: the native binary, or the same Java with the same classes.
 *
 * @param worker main class on a JVM
 * @param argument selects the worker in a native binary
 * @param heap in bytes
 */
public record OwnProgram(Class<?> worker, String argument, long heap, List<String> options) implements Program {

    private static final String PACKAGED = "quarkus-run.jar";
    private static final String LIBRARIES = "onnxruntime.native.path";

    public OwnProgram {
        options = List.copyOf(options);
    }

    @Override
    public List<String> command(Path temporary) {
        boolean binary = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
        List<String> command = new ArrayList<>();
        command.add(
                binary
                        ? ProcessHandle.current().info().command().orElse("/proc/self/exe")
                        : Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString());
        command.addAll(options);
        command.add("-Xmx" + heap);
        command.add("-Djava.io.tmpdir=" + temporary);
        if (System.getProperty(LIBRARIES) != null) {
            // it runs in another working directory
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
                    // as the service sets it: others have digits of their own
                    "-Duser.language=en",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath(System.getProperty("java.class.path")),
                    worker.getName()));
        }
        command.add(argument);
        return command;
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
