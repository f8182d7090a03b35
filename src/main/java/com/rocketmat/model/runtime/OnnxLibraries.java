package com.rocketmat.model.runtime;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Locates ONNX Runtime's shared libraries: in its jar on a JVM, beside the executable of a native binary. */
public final class OnnxLibraries {

    static final String PROPERTY = "onnxruntime.native.path";

    private static final String DIRECTORY = "onnxruntime";
    /** ONNX Runtime creates one at each start, to unpack libraries. */
    private static final String UNPACKED = "onnxruntime-java*";

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

    /** A native binary does not delete its directory at exit; it is empty if the libraries are elsewhere. */
    static void removeEmpty(Path temporary) throws IOException {
        if (System.getProperty(PROPERTY) == null) {
            return;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(temporary, UNPACKED)) {
            for (Path directory : directories) {
                try {
                    Files.deleteIfExists(directory);
                } catch (DirectoryNotEmptyException e) {
                    // belongs to another process that unpacked its libraries
                }
            }
        }
    }
}
