package com.rocketmat.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.decision.seal.KeptFeatures.Kept;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.upload.FlaggedFeatures;
import com.rocketmat.privacy.words.Explanations;
import com.rocketmat.privacy.words.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidateReportTest {

    private final Explanations explanations = new Explanations(FlaggedFeatures.ATTRIBUTES);

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyValueOfAProtectedAttributeOrKnownProxyHasAWarning(Language language) {
        List<String> flagged = FlaggedFeatures.all();
        Map<String, FeatureValue> values = new HashMap<>();
        flagged.forEach(feature -> values.put(feature, new FeatureValue.Text("a text")));
        values.put("job.open_days", new FeatureValue.Numeric(4));

        var shown =
                CandidateReport.Features.of(new Kept(1, values), feature -> explanations.warning(feature, language));

        assertThat(shown.values()).containsOnlyKeys(values.keySet());
        assertThat(shown.warnings()).containsOnlyKeys(flagged);
        assertThat(shown.warnings().values())
                .allSatisfy(warning -> assertThat(warning).matches("(Warning|Atenção|Atención): .*"));
    }
}
