package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that the build downloads beside Maven's artifacts is pinned to the content that was tested. */
@Tag("finding-C")
class PinnedToolsTest {

    @Test
    void mavenIsTheOneThatWasTried() throws IOException {
        assertThat(Files.readAllLines(Path.of(".mvn/wrapper/maven-wrapper.properties")))
                .anyMatch(line -> line.matches("distributionSha256Sum=[0-9a-f]{64}"));
    }

    @Test
    void eachPackageOfPipIsTheOneThatWasTried() throws IOException {
        String packages = Files.readString(Path.of(".ci/tools.txt")).replaceAll("(?m)^#.*\n", "");

        assertThat(Files.readString(Path.of(".ci/tools")))
                .contains("--require-hashes")
                .contains("--requirement .ci/tools.txt");
        assertThat(Files.readString(Path.of(".ci/run"))).doesNotContain("pip install");
        assertThat(List.of(packages.split("\n(?! )", -1)))
                .hasSizeGreaterThan(4)
                .allMatch(one ->
                        one.isBlank() || one.matches("[a-z0-9-]+==\\S+( \\\\\n    --hash=sha256:[0-9a-f]{64})+\n?"));
    }
}
