package com.rocketmat.model.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Locates ONNX Runtime's shared libraries: in its jar on a JVM, beside the executable of a native binary. */
public final class OnnxLibraries {

    static final String PROPERTY = "onnxruntime.native.path";

    private static final String DIRECTORY = "onnxruntime";

    private OnnxLibraries() {}

    /** Sets ONNX Runtime's library path if necessary; returns an error if the libraries are missing. */
    public static Optional<String> locate() {
        boolean isNative = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
        Optional<Path> directory = Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .or(() -> isNative ? Optional.of(besideProgram(program())) : Optional.empty());
        directory.ifPresent(found -> System.setProperty(PROPERTY, found.toString()));
        return directory.filter(found -> !Files.isRegularFile(library(found))).map(OnnxLibraries::missingIn);
    }

    private static Path program() {
        return Path.of(ProcessHandle.current().info().command().orElse("/proc/self/exe"));
    }

    static Path besideProgram(Path program) {
        return program.resolveSibling(DIRECTORY);
    }

    private static Path library(Path directory) {
        return directory.resolve(System.mapLibraryName("onnxruntime"));
    }

    private static String missingIn(Path directory) {
        return "ONNX Runtime's libraries are not in %s: copy target/onnxruntime of the build there, or set their directory with -D%s"
                .formatted(directory, PROPERTY);
    }
}
