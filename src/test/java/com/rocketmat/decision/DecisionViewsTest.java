package com.rocketmat.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.model.upload.FlaggedFeatures;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionViewsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DecisionViews views = new DecisionViews(FlaggedFeatures.ATTRIBUTES);

    @Test
    void rowsWithoutProxyHaveNoWarning() {
        assertThat(views.warning(reasons("job.open_days", "candidate.title"))).isNull();
        assertThat(views.warning("[]")).isNull();
        assertThat(views.warning("changed by hand")).isNull();
    }

    private static String reasons(String... features) {
        return JSON.valueToTree(Arrays.stream(features)
                        .map(feature -> Map.of("feature", feature, "weight", 1))
                        .toList())
                .toString();
    }
}
