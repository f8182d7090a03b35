package com.rocketmat.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This program, started as another process for work that may crash it: the native binary, or the same JVM with the same class path.
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
            // absolute, because the process has another working directory
            command.add("-D" + LIBRARIES + "="
                    + Path.of(System.getProperty(LIBRARIES)).toAbsolutePath());
        }
        if (!binary) {
            // starts quickly and stays small rather than fast; exits when out of memory, without a dump
            command.addAll(List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:ErrorFile=/dev/null",
                    "-Djava.awt.headless=true",
                    // as in the service: other languages may have other digits
                    "-Duser.language=en",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath(System.getProperty("java.class.path")),
                    worker.getName()));
        }
        command.add(argument);
        return command;
    }

    /** Quarkus's own class loader reads the packaged application, whose classes are beside its jar. */
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
