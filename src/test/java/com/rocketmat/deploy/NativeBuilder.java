package com.rocketmat.deploy;

import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Quarkus's static initialisation, which the native builder runs, in a process with the builder's class path. */
final class NativeBuilder {

    private static final String OWN = "com.rocketmat.";

    private NativeBuilder() {}

    /** Our beans that it creates. */
    static Set<String> beans(Path sources) throws IOException, InterruptedException {
        String classPath = Stream.concat(NativeLinks.jars(sources).stream(), Stream.of(Path.of("target/test-classes")))
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Process builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        NativeBuilder.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(builder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (builder.waitFor() != 0) {
            throw new IllegalStateException("it ended with %d: %s".formatted(builder.exitValue(), printed));
        }
        return printed.lines().filter(line -> line.startsWith(OWN)).collect(Collectors.toCollection(TreeSet::new));
    }

    public static void main(String... arguments) throws ClassNotFoundException {
        Class.forName("io.quarkus.runner.ApplicationImpl");
        for (Class<? extends Annotation> scope : List.of(ApplicationScoped.class, Singleton.class)) {
            for (InjectableContext context : Arc.container().getContexts(scope)) {
                context.getState()
                        .getContextualInstances()
                        .keySet()
                        .forEach(bean -> System.out.println(bean.getBeanClass().getName()));
            }
        }
        System.exit(0);
    }
}
