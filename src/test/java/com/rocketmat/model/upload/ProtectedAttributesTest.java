package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProtectedAttributesTest {

    private final ProtectedAttributes attributes = FlaggedFeatures.ATTRIBUTES;

    @Test
    void theWarningNamesProtectedFeaturesAndProxies() {
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
}
