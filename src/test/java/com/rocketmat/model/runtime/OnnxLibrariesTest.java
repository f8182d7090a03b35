package com.rocketmat.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.bench.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It changes a system property, and looks at the temporary directory")
class OnnxLibrariesTest {

    private static final String PROPERTY = "onnxruntime.native.path";
    private static final String BINARY = "org.graalvm.nativeimage.imagecode";

    @TempDir
    private Path folder;

    @AfterEach
    void asBefore() {
        System.clearProperty(PROPERTY);
        System.clearProperty(BINARY);
    }

    @Test
    void onAJvmTheyAreInTheJar() {
        assertThat(OnnxLibraries.locate()).isEmpty();
        assertThat(System.getProperty(PROPERTY)).isNull();
    }

    @Test
    void aDirectoryWithoutThemIsNamedWithTheRemedy() {
        System.setProperty(PROPERTY, folder.toString());

        assertThat(OnnxLibraries.locate().orElseThrow())
                .contains(folder.toString(), "target/onnxruntime", "-Donnxruntime.native.path");
    }

    @Test
    @Tag("finding-D3")
    void aBinaryLooksBesideItself() {
        System.setProperty(BINARY, "runtime");

        Optional<String> wrong = OnnxLibraries.locate();

        String beside = Path.of(ProcessHandle.current().info().command().orElseThrow())
                .resolveSibling("onnxruntime")
                .toString();
        assertThat(System.getProperty(PROPERTY)).isEqualTo(beside);
        assertThat(wrong.orElseThrow()).contains(beside);
    }

    @Test
    void whereTheyAreNothingIsWrong() throws IOException {
        System.setProperty(PROPERTY, folder.toString());
        Files.createFile(folder.resolve(System.mapLibraryName("onnxruntime")));

        assertThat(OnnxLibraries.locate()).isEmpty();
    }

    /** Checked while the process runs: a JVM would delete the directory at its end, a native binary does not. */
    @Test
    @Tag("finding-D5")
    void noEmptyDirectoryStaysWhereNothingIsUnpacked() {
        String options = "-Donnxruntime.native.path=%s -Djava.io.tmpdir=%s"
                .formatted(Path.of("target/onnxruntime").toAbsolutePath(), folder);

        String left = OwnProcess.run(Start.class, Map.of("JAVA_TOOL_OPTIONS", options), List.of());

        assertThat(left).isEqualTo("left: []");
    }

    /** Starts ONNX Runtime and prints the content of the temporary directory. */
    static final class Start {

        private Start() {}

        public static void main(String... arguments) throws IOException {
            OnnxSession.environment();
            try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                System.out.println("left: " + files.map(Path::getFileName).toList());
            }
        }
    }
}
