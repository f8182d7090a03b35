package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFieldsTest {

    private Optional<String> reasonsField = Optional.empty();

    @Test
    void a_number_field_takes_the_score_as_a_number_and_a_short_text_as_text() {
        assertThat(among(field("fit", "number")).score()).isEqualTo(new ScoreField("fit", true));
        assertThat(among(field("fit", "short_text")).score()).isEqualTo(new ScoreField("fit", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"long_text", "yes_no", "single_select", "currency", "number_range", "date", "attachment"})
    void a_field_of_another_type_is_refused_with_its_type_and_the_remedy(String type) {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fit", type)))
                .withMessageContaining("score_field")
                .withMessageContaining(type)
                .satisfies(e -> assertThat(e.remedy()).contains("Number"));
    }

    @Test
    void a_field_of_prospects_only_is_refused() {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(
                        () -> among(new CustomField(1, "fit", "application", "number", "prospect_applications", true)))
                .withMessageContaining("prospects");
    }

    @Test
    void a_field_that_is_missing_or_archived_is_refused_by_its_key() {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("other", "number")))
                .withMessageContaining("'fit'")
                .satisfies(e -> assertThat(e.remedy()).contains("create"));
    }

    @Test
    void a_field_that_was_deleted_and_created_again_is_recognised_by_its_suffix() {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fitness", "number"), field("fit_1", "number")))
                .withMessageContaining("'fit_1'")
                .satisfies(e -> assertThat(e.remedy()).isEqualTo("set score_field to fit_1"));
    }

    @Test
    void reasons_want_a_text_field() {
        reasonsField = Optional.of("why");

        assertThat(among(field("fit", "number"), field("why", "short_text")).reasons())
                .contains("why");
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fit", "number"), field("why", "number")))
                .withMessageContaining("reasons_field");
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fit", "number")))
                .withMessageContaining("reasons_field");
    }

    private TargetFields among(CustomField... definitions) {
        Organisation organisation = Organisation.empty("acme", Instant.EPOCH);
        return TargetFields.among(
                List.of(definitions), TestTenants.settings("acme", organisation, "fit", reasonsField, WriteMode.FULL));
    }

    private static CustomField field(String key, String type) {
        return new CustomField(1, key, "application", type, "candidate_applications", true);
    }
}
