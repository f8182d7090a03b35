package com.rocketmat.feature.resume;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How this program starts itself once more to read files: the native binary again, or the same Java with the same classes. */
final class ReaderCommand {

    private static final String PACKAGED = "quarkus-run.jar";

    private ReaderCommand() {}

    static List<String> ofThisProcess(long memory) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
            command.add(ProcessHandle.current().info().command().orElse("/proc/self/exe"));
            command.add("-Xmx" + memory);
            command.add(ResumeWorker.ARGUMENT);
            return command;
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + memory);
        // small and quick to start rather than fast; and what lacks memory ends at once
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-cp",
                classPath(System.getProperty("java.class.path")),
                ResumeWorker.class.getName()));
        return command;
    }

    /** The packaged application's jar finds its classes by a loader of Quarkus's; they lie beside it. */
    static String classPath(String own) {
        if (!own.endsWith(PACKAGED) || own.contains(File.pathSeparator)) {
            return own;
        }
        Path jar = Path.of(own).toAbsolutePath();
        return Stream.of("app", "lib/main", "lib/boot")
                .map(classes -> jar.resolveSibling(classes) + "/*")
                .collect(Collectors.joining(File.pathSeparator));
    }
}
