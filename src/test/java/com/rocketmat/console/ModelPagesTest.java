package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.ModelState;
import com.rocketmat.score.Comparison;
import com.rocketmat.score.Comparison.Differences;
import com.rocketmat.sync.ComparisonView;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"99999 | 99,999 applications", "100000 | the newest 100,000 applications"})
    void aComparisonSaysIfItLeavesOutApplications(long applications, String said) {
        Differences none = new Differences(0, 0, 0, 0, 0, 0, 0, 0, 0);
        Comparison comparison = new Comparison(applications, 0, null, null, null, none, List.of(), null, 0, 0);
        ComparisonView view =
                new ComparisonView("a".repeat(64), "one", ModelState.SHADOW, "b".repeat(64), "two", comparison);

        assertThat(ModelPages.compared(view).facts()).contains(new TenantPage.Fact("Scored by both", said));
    }
}
