package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProtectedAttributesTest {

    private final ProtectedAttributes attributes = FlaggedFeatures.ATTRIBUTES;

    @Test
    void aListNamesItsProtectedFeaturesAndItsProxies() {
        assertThat(attributes.warning(List.of(
                        "candidate.experience_years",
                        "candidate.location",
                        "candidate.custom[gender]",
                        "job.custom[zip code]")))
                .isEqualTo("protected attribute: candidate.custom[gender];"
                        + " known proxy of a protected attribute: candidate.location, job.custom[zip code]");
        assertThat(attributes.warning(List.of("candidate.experience_years"))).isNull();
        assertThat(attributes.warning(List.of())).isNull();
    }

    @Test
    void allThatAreFlaggedAreNamed() {
        List<String> flagged = FlaggedFeatures.all();

        assertThat(flagged)
                .contains("candidate.location", "application.location", "resume.text")
                .hasSizeGreaterThan(1_000);
        assertThat(flagged)
                .allSatisfy(feature -> assertThat(attributes.warning(List.of("job.open_days", feature)))
                        .endsWith("attribute: " + feature));
    }
}
