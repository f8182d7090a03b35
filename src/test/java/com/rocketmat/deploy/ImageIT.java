package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The image that Jib builds without a container engine, as a file and without its base, which would come from a registry. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("nightly")
class ImageIT {

    private static final Path APPLICATION = Path.of("target/jib");

    @TempDir
    private static Path image;

    private static JsonNode configuration;
    private static Set<String> files;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Path tar = image.resolve("image.tar");
        OwnBuild.run(
                "jib",
                Map.of(
                        "quarkus.container-image.build",
                        "true",
                        "quarkus.jib.base-jvm-image",
                        "scratch",
                        "quarkus.jib.docker-executable-name",
                        Path.of("src/test/resources/deploy/docker")
                                .toAbsolutePath()
                                .toString(),
                        "quarkus.jib.application-layers-cache",
                        // otherwise a directory that all builds of this machine share
                        APPLICATION
                                .resolveSibling("jib-layers")
                                .toAbsolutePath()
                                .toString(),
                        "quarkus.package.output-directory",
                        APPLICATION.getFileName().toString()),
                Map.of("IMAGE_TAR", tar.toString()));
        unpack(tar);
        ObjectMapper json = new ObjectMapper();
        configuration = json.readTree(image.resolve("config.json").toFile()).path("config");
        for (JsonNode layer :
                json.readTree(image.resolve("manifest.json").toFile()).at("/0/Layers")) {
            unpack(image.resolve(layer.asText()));
        }
        files = files(image.resolve("work"));
    }

    private static void unpack(Path archive) throws IOException, InterruptedException {
        int status = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", image.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).as("tar -xf " + archive).isZero();
    }

    private static Set<String> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            Set<String> names = new TreeSet<>();
            found.filter(Files::isRegularFile)
                    .forEach(file -> names.add(directory.relativize(file).toString()));
            return names;
        }
    }

    @Test
    void containsTheWholeApplication() throws IOException {
        Set<String> built = files(APPLICATION);
        built.removeIf(name -> !name.endsWith(".jar") && !name.endsWith(".dat"));

        assertThat(built).hasSizeGreaterThan(200).contains("quarkus-run.jar");
        assertThat(files).containsAll(built);
    }

    @Test
    void runsAsTheDockerfileSays() throws IOException {
        // Jib does not copy files that the build creates beside the application
        String dockerfile = Files.readString(Path.of("src/main/docker/Dockerfile.jvm"))
                .replace("\"-Donnxruntime.native.path=/work/onnxruntime\", ", "");
        List<String> ports = new ArrayList<>();
        configuration.path("ExposedPorts").fieldNames().forEachRemaining(port -> ports.add(port.replace("/tcp", "")));

        assertThat(dockerfile)
                .contains(
                        "USER " + configuration.path("User").asText() + "\n",
                        "ENTRYPOINT "
                                + configuration.path("Entrypoint").toString().replace("\",\"", "\", \"") + "\n",
                        "EXPOSE " + String.join(" ", ports) + "\n",
                        "WORKDIR " + configuration.path("WorkingDir").asText() + "\n");
    }
}
