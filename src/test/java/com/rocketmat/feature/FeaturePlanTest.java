package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturePlanTest {

    private final FeatureCatalogue catalogue = new FeatureCatalogue();

    @Test
    void keepsTheOrderOfTheRequestAndEachNameOnce() {
        FeaturePlan plan = catalogue.plan(List.of("job.title", "application.stage", "job.title", "candidate.tags"));

        assertThat(plan.names()).containsExactly("job.title", "application.stage", "candidate.tags");
        assertThat(plan.values(Rows.typical().subject()).keySet())
                .containsExactly("job.title", "application.stage", "candidate.tags");
    }

    @Test
    void requestsOnlyTheRowsThatItReads() {
        FeaturePlan plan = catalogue.plan(List.of("candidate.experience_years"));

        assertThat(plan.sources()).containsExactly(Source.EMPLOYMENTS);
        assertThat(plan.fields(Source.EMPLOYMENTS)).containsExactly("end_date", "start_date");
        assertThat(plan.fields(Source.CANDIDATE)).isEmpty();
    }

    @Test
    void separatesTheAttributesOfDifferentRows() {
        FeaturePlan plan = catalogue.plan(
                List.of("match.title_similarity", "candidate.company", "application.custom[a]", "job.custom[a]"));

        assertThat(plan.sources()).containsExactly(Source.APPLICATION, Source.CANDIDATE, Source.JOB);
        assertThat(plan.fields(Source.CANDIDATE)).containsExactly("company", "title");
        assertThat(plan.fields(Source.JOB)).containsExactly("custom_fields", "name");
        assertThat(plan.fields(Source.APPLICATION)).containsExactly("custom_fields");
    }

    @Test
    void mayBeEmpty() {
        FeaturePlan plan = catalogue.plan(List.of());

        assertThat(plan.sources()).isEmpty();
        assertThat(plan.values(Rows.typical().subject())).isEmpty();
    }

    @Test
    void returnsTheValuesOfOneRow() {
        FeaturePlan plan = catalogue.plan(List.of(
                "candidate.degree_level",
                "application.referred",
                "application.custom[expected_pay]",
                "application.custom[unknown]",
                "candidate.school",
                "job.office_id"));

        assertThat(plan.values(Rows.typical().subject()))
                .containsExactly(
                        Map.entry("candidate.degree_level", Rows.numeric(4)),
                        Map.entry("application.referred", Rows.numeric(0)),
                        Map.entry("application.custom[expected_pay]", Rows.numeric(52_000)),
                        Map.entry("application.custom[unknown]", FeatureValue.MISSING),
                        Map.entry("candidate.school", Rows.text("INSA Lyon")),
                        Map.entry("job.office_id", Rows.id(4_010_001_002L)));
    }

    @Test
    void theTextOfASubjectDoesNotIdentifyTheCandidate() {
        assertThat(Rows.typical().subject()).hasToString("Subject[application 7120034002]");
    }
}
