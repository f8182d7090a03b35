package com.rocketmat.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It changes a system property")
class OnnxLibrariesTest {

    private static final String PROPERTY = "onnxruntime.native.path";
    private static final String BINARY = "org.graalvm.nativeimage.imagecode";

    @TempDir
    private Path folder;

    @AfterEach
    void restoreProperties() {
        System.clearProperty(PROPERTY);
        System.clearProperty(BINARY);
    }

    @Test
    void aJvmFindsThemInTheJar() {
        assertThat(OnnxLibraries.locate()).isEmpty();
        assertThat(System.getProperty(PROPERTY)).isNull();
    }

    @Test
    void aDirectoryWithoutThemIsAProblem() {
        System.setProperty(PROPERTY, folder.toString());

        assertThat(OnnxLibraries.locate().orElseThrow())
                .contains(folder.toString(), "target/onnxruntime", "-Donnxruntime.native.path");
    }

    @Test
    @Tag("finding-D3")
    void aNativeImageLooksBesideItself() {
        System.setProperty(BINARY, "runtime");

        Optional<String> wrong = OnnxLibraries.locate();

        String beside = Path.of(ProcessHandle.current().info().command().orElseThrow())
                .resolveSibling("onnxruntime")
                .toString();
        assertThat(System.getProperty(PROPERTY)).isEqualTo(beside);
        assertThat(wrong.orElseThrow()).contains(beside);
    }

    @Test
    void aDirectoryWithThemIsNotAProblem() throws IOException {
        System.setProperty(PROPERTY, folder.toString());
        Files.createFile(folder.resolve(System.mapLibraryName("onnxruntime")));

        assertThat(OnnxLibraries.locate()).isEmpty();
    }
}
