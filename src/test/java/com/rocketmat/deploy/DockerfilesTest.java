package com.rocketmat.deploy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfilesTest {

    private static final Path HOME = Path.of("src/main/docker");

    /** Faults by the pattern whose absence shows them. */
    private static final Map<String, String> IN_THE_LAST_STAGE = Map.ofEntries(
            entry("(?m)^USER [1-9]\\d*$", "the last stage runs as root"),
            entry("(?m)^ENTRYPOINT \\[\"(?!sh|/bin)", "a shell starts it"),
            entry("(?m)^COPY LICENSE ", "no licence"),
            entry("(?m)^COPY .*bom\\.json", "no SBOM"),
            entry("(?m)^LABEL (?s:.*)sbom", "no SBOM"),
            entry("-Xmx\\d+m", "no limit for the heap"),
            entry("\"-XX:\\+ExitOnOutOfMemoryError\"", "continues when out of heap"),
            entry("LD_PRELOAD=\\S*libjemalloc", "another allocator than the measured one"),
            entry("background_thread:true,dirty_decay_ms:200,muzzy_decay_ms:200", "memory is not given back"),
            entry("(?m)^COPY .*target/onnxruntime /work/onnxruntime$", "no ONNX Runtime beside the application"),
            entry("-Donnxruntime.native.path=/work/onnxruntime\"", "no ONNX Runtime beside the application"));

    private static final Map<String, String> IN_THE_FILE = Map.of(
            "(?m)^RUN \\./mvnw .*-Dcyclonedx\\.skip=false",
            "no SBOM",
            // the native builder's image has one
            "(?s)(mandrel-builder-image:| unzip=).*\nRUN \\./mvnw ",
            "no unzip for the archive whose digest mvnw has",
            // the build chooses those of the machine that it runs on
            "(?s)\\A(?!.*onnxruntime\\.platform)",
            "libraries of another machine",
            "(?s)\\A(?!.*(?:[-/]latest|epel))",
            "packages from an unversioned source",
            "locale-gen en_US.UTF-8|locale/en_US.utf8 /usr/lib/locale",
            "no locale for text models");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(HOME)) {
            return files.filter(file -> file.getFileName().toString().startsWith("Dockerfile"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void hadolintFindsNoFault(Path file) throws IOException {
        Tool.Answer answer = Tool.named("hadolint").run(Files.readString(file).getBytes(StandardCharsets.UTF_8), "-");

        assertThat(answer.status()).as(answer.both()).isZero();
    }

    @ParameterizedTest
    @MethodSource("files")
    void theImageFollowsOurRules(Path file) throws IOException {
        assertThat(faults(Files.readString(file))).isEmpty();
    }

    /** A pattern of what must be there fails above if it cannot match. These are the others, and those that might match something else. */
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

    private static List<String> faults(String file) {
        String last = file.substring(file.lastIndexOf("\nFROM "));
        List<String> faults = new ArrayList<>();
        IN_THE_LAST_STAGE.forEach((pattern, fault) -> require(last, pattern, fault, faults));
        IN_THE_FILE.forEach((pattern, fault) -> require(file, pattern, fault, faults));
        if (last.contains("-runner")) {
            require(last, "(?s)\\A(?!.*\nRUN )", "needs a shell that the base lacks", faults);
        } else {
            require(last, " libgomp1=", "trainings cannot load XGBoost", faults);
            require(last, "\"-XX:ErrorFile=/dev/null\"", "a crash leaves memory in a file", faults);
        }
        if (file.lines().anyMatch(line -> line.matches("FROM (?!.*:(?!latest)[\\w.-]+( AS \\w+)?$).*"))) {
            faults.add("an image without a version");
        }
        return faults;
    }

    private static void require(String text, String pattern, String fault, List<String> faults) {
        if (!Pattern.compile(pattern).matcher(text).find()) {
            faults.add(fault);
        }
    }
}
