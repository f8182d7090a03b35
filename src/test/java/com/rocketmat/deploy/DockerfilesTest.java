package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfilesTest {

    private static final Path HOME = Path.of("src/main/docker");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(HOME)) {
            return files.filter(file -> file.getFileName().toString().startsWith("Dockerfile"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void hadolintFindsNoFault(Path file) throws IOException {
        Tool.Answer answer = lint(Files.readString(file));

        assertThat(answer.status()).as(answer.both()).isZero();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theImageIsSmallClosedAndToldItsMemory(Path file) throws IOException {
        assertThat(faults(Files.readString(file))).isEmpty();
    }

    /**
     * Of what must be there, a pattern that cannot match fails above. These are checks of what must not be there, and patterns that
     * might match something else.
     */
    @Tag("finding-C")
    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void eachMistakeIsFound(String fault, String text, String mistake) throws IOException {
        String file = Files.readString(HOME.resolve("Dockerfile.native-micro"));

        assertThat(file).contains(text);
        assertThat(faults(file.replace(text, mistake))).contains(fault);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("needs a shell that the base lacks", "USER 1001\nEXPOSE", "RUN true\nUSER 1001\nEXPOSE"),
                arguments("a shell starts it", "ENTRYPOINT [", "ENTRYPOINT sh -c ["),
                arguments("no SBOM", " -Dcyclonedx.skip=false", ""),
                arguments(
                        "no SBOM",
                        "COPY --from=build /code/target/bom.json /usr/share/sbom/rocketmat-greenhouse.cdx.json",
                        ""),
                arguments(
                        "no unzip for the archive whose digest mvnw has",
                        "quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25",
                        "eclipse-temurin:25-jdk-noble"),
                arguments("libraries of another machine", " -Pnative ", " -Pnative -Donnxruntime.platform=linux-x64 "),
                arguments("an image without a version", "quarkus-micro-image:2.0", "quarkus-micro-image:latest"),
                arguments(
                        "packages from an unversioned source",
                        "RUN microdnf",
                        "RUN rpm -i https://example.com/release-latest-9.noarch.rpm && microdnf"));
    }

    @Test
    void hadolintFindsTheMistake() throws IOException {
        String file = Files.readString(HOME.resolve("Dockerfile.jvm"));

        assertThat(lint(file + "\nRUN apt-get install curl\n").status()).isNotZero();
    }

    private static Tool.Answer lint(String file) {
        return Tool.named("hadolint").run(file.getBytes(StandardCharsets.UTF_8), "-");
    }

    private static List<String> faults(String file) {
        List<String> faults = new ArrayList<>();
        String last = file.substring(file.lastIndexOf("\nFROM "));
        boolean binary = last.contains("-runner");
        require(faults, "the last stage runs as root", last, "(?m)^USER [1-9]\\d*$");
        require(faults, "a shell starts it", last, "(?m)^ENTRYPOINT \\[\"(?!sh|/bin)");
        require(faults, "no licence", last, "(?m)^COPY LICENSE ");
        require(faults, "no SBOM", last, "(?m)^COPY .*bom\\.json");
        require(faults, "no SBOM", file, "(?m)^RUN \\./mvnw .*-Dcyclonedx\\.skip=false");
        require(faults, "no SBOM", last, "(?m)^LABEL (?s:.*)sbom");
        // the native builder's image has one
        require(
                faults,
                "no unzip for the archive whose digest mvnw has",
                file,
                "(?s)(mandrel-builder-image:| unzip=).*\nRUN \\./mvnw ");
        // the build chooses those of the machine that it runs on
        require(faults, "libraries of another machine", file, "(?s)\\A(?!.*onnxruntime\\.platform)");
        require(faults, "no limit for the heap", last, "-Xmx\\d+m");
        require(faults, "continues when out of heap", last, "\"-XX:\\+ExitOnOutOfMemoryError\"");
        require(faults, "packages from an unversioned source", file, "(?s)\\A(?!.*(?:[-/]latest|epel))");
        require(faults, "another allocator than the measured one", last, "LD_PRELOAD=\\S*libjemalloc");
        require(
                faults,
                "memory is not given back",
                last,
                "background_thread:true,dirty_decay_ms:200,muzzy_decay_ms:200");
        require(faults, "no locale for text models", file, "locale-gen en_US.UTF-8|locale/en_US.utf8 /usr/lib/locale");
        require(
                faults,
                "no ONNX Runtime beside the application",
                last,
                "(?m)^COPY .*target/onnxruntime /work/onnxruntime$");
        require(
                faults,
                "no ONNX Runtime beside the application",
                last,
                "-Donnxruntime.native.path=/work/onnxruntime\"");
        if (binary) {
            require(faults, "needs a shell that the base lacks", last, "(?s)\\A(?!.*\nRUN )");
        }
        if (file.lines().anyMatch(line -> line.matches("FROM (?!.*:(?!latest)[\\w.-]+( AS \\w+)?$).*"))) {
            faults.add("an image without a version");
        }
        return faults;
    }

    private static void require(List<String> faults, String fault, String text, String pattern) {
        if (!Pattern.compile(pattern).matcher(text).find()) {
            faults.add(fault);
        }
    }
}
