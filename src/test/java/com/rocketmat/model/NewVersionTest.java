package com.rocketmat.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.UploadedManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewVersionTest {

    private static final byte[] FILE = "a file".getBytes(UTF_8);

    private static final String MANIFEST = """
            {"name": "engineering",
             "inputs": [{"input": "x", "features": ["job.open_days", "application.referred"]}, {"input": "t", "features": ["candidate.title"]}],
             "output": {"name": "probabilities", "class": "1"},
             "score": {"scale": "percent", "decimals": 0},
             "missing": {"job.open_days": 50000.5, "application.referred": true, "candidate.title": "São"}}""";

    /** If the name of a stored version changed, its scores would no longer refer to it. */
    @Test
    void theNameOfAVersionDoesNotChangeBetweenReleases() {
        NewVersion version = NewVersion.of(FILE, Manifest.parse(MANIFEST));

        assertThat(version.manifest())
                .isEqualTo(
                        "{\"name\":\"engineering\",\"inputs\":[{\"input\":\"x\",\"features\":[\"job.open_days\",\"application.referred\"]},"
                                + "{\"input\":\"t\",\"features\":[\"candidate.title\"]}],\"output\":{\"name\":\"probabilities\",\"class\":\"1\"},"
                                + "\"score\":{\"scale\":\"percent\",\"decimals\":0},"
                                + "\"missing\":{\"application.referred\":1.0,\"candidate.title\":\"S\\u00E3o\",\"job.open_days\":50000.5}}");
        assertThat(version.fileSha256()).isEqualTo("7365d029861e32c521f8089b00a6fb32daf0615025b69b599d1ce53501b845c2");
        assertThat(version.version()).isEqualTo("2f4b11d8be8690c2e28231f4ab09bfa4e3a234330276782f56fea7ad6135a249");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    `"class": "1"`, `"class": 1`
                    `"score": {"scale": "percent", "decimals": 0},`, ``
                    `"name": "engineering",`, `"name": "engineering", "cases": [{"features": {}, "score": 1}],`
                    `"job.open_days": 50000.5, "application.referred": true`, `"application.referred": true, "job.open_days": 5.00005E4`
                    """)
    void theFormatOfAManifestDoesNotChangeTheName(String text, String other) {
        assertThat(MANIFEST).contains(text);
        assertThat(named(MANIFEST.replace(text, other))).isEqualTo(named(MANIFEST));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    `engineering`, `sales`
                    `"input": "x"`, `"input": "y"`
                    `"job.open_days", "application.referred"`, `"application.referred", "job.open_days"`
                    `"probabilities"`, `"scores"`
                    `, "class": "1"`, ``
                    `"percent"`, `"logit"`
                    `"decimals": 0`, `"decimals": 1`
                    `50000.5`, `50000.25`
                    `, "candidate.title": "São"`, ``
                    """)
    void anotherContentChangesTheName(String text, String other) {
        assertThat(MANIFEST).contains(text);
        assertThat(named(MANIFEST.replace(text, other))).isNotEqualTo(named(MANIFEST));
    }

    @Test
    void anotherFileChangesTheName() {
        assertThat(NewVersion.of("another".getBytes(UTF_8), Manifest.parse(MANIFEST))
                        .version())
                .isNotEqualTo(named(MANIFEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "\\ud800", "\\u0000"})
    void aStoredManifestIsReadUnchanged(String title) {
        Manifest manifest = Manifest.parse(MANIFEST.replace("São", title));

        String stored = NewVersion.of(FILE, manifest).manifest();

        assertThat(Manifest.parse(stored)).isEqualTo(manifest);
        assertThat(stored).isEqualTo(new String(stored.getBytes(UTF_8), UTF_8));
    }

    private static String named(String manifest) {
        return NewVersion.of(FILE, UploadedManifest.parse(manifest).manifest()).version();
    }
}
