package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images and manifests have the version that a replica reports; otherwise releases could not be told apart. */
class OwnVersionTest {

    @Test
    void itIsANumberOfThreeParts() {
        assertThat(OwnVersion.released()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/docker/Dockerfile.jvm",
                "src/main/docker/Dockerfile.native-micro",
                "deploy/k8s/base/kustomization.yaml",
                "deploy/k8s/overlays/trainer/kustomization.yaml",
                "src/site/markdown/kubernetes.md"
            })
    void imagesAndManifestsNameIt(String file) throws IOException {
        assertThat(versions(Files.readString(Path.of(file))))
                .isNotEmpty()
                .allMatch(version -> version.equals(OwnVersion.released()));
    }

    private static List<String> versions(String text) {
        return Pattern.compile(
                        "(?:newTag: |image\\.version=\"|rocketmat-greenhouse:)([\\d.]+\\d)(?:-jvm)?(?![\\w.-])|newTag: (\\S+)")
                .matcher(text)
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .toList();
    }
}
