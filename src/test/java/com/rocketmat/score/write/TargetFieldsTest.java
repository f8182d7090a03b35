package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.score.Applications;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFieldsTest {

    private Optional<String> reasonsField = Optional.empty();

    @Test
    void aNumberFieldTakesNumbersAndAShortTextTakesText() {
        assertThat(among(field("fit", "number")).score()).isEqualTo(new ScoreField("fit", true, 0, 1L));
        assertThat(among(field("fit", "short_text")).score()).isEqualTo(new ScoreField("fit", false, 0, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"long_text", "yes_no", "single_select", "currency", "number_range", "date", "attachment"})
    void aFieldOfAnotherTypeIsRefusedWithARemedy(String type) {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fit", type)))
                .withMessageContaining("score_field")
                .withMessageContaining(type)
                .satisfies(e -> assertThat(e.remedy()).contains("Number"));
    }

    @Test
    void aFieldOfProspectsOnlyIsRefused() {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() ->
                        among(new CustomField(1, "fit", "application", "number", "prospect_applications", true, null)))
                .withMessageContaining("prospects");
    }

    @Test
    void fieldsThatMayBeHiddenAreThePrivateOnesOfCandidates() {
        reasonsField = Optional.of("why");
        assertThat(among(
                                text("why", "all_applications", true),
                                hidden("fit", "candidate_applications"),
                                hidden("pay", "candidate_applications"),
                                hidden("visa", "all_applications"),
                                hidden("pool", "prospect_applications"),
                                field("notice", "short_text"))
                        .hidden())
                .containsExactlyInAnyOrder("fit", "why", "pay", "visa");
    }

    /** A write replaces their values; only a trial, which restores them, has to see them. */
    @Test
    void ourMissingFieldsMatterOnlyToATrial() {
        reasonsField = Optional.of("why");
        TargetFields fields = among(field("fit", "number"), text("why", "all_applications", true));

        assertThat(fields.unseen(Applications.with(Map.of()))).isEmpty();
        assertThat(fields.unseenByTrial(Applications.with(Map.of()), Set.of())).contains("why");
        assertThat(fields.unseenByTrial(Applications.with(Map.of()), Set.of("why")))
                .as("only unset here")
                .isEmpty();
        assertThat(fields.unseenByTrial(Applications.with(Map.of("why", CustomFieldEntry.UNSET)), Set.of()))
                .isEmpty();
    }

    @Test
    void anEmptyPrivateFieldMayBeHiddenFromATrialUnlessItIsShownElsewhere() {
        TargetFields fields = among(field("fit", "number"), hidden("pay", "all_applications"));
        Application empty = Applications.with(Map.of("pay", CustomFieldEntry.UNSET));

        assertThat(fields.unseen(empty))
                .as("a write sends back what the row has")
                .isEmpty();
        assertThat(among(hidden("fit", "all_applications")).unseen(Applications.with(Map.of())))
                .as("the score field too")
                .isEmpty();
        assertThat(fields.unseenByTrial(empty, Set.of())).contains("pay");
        assertThat(fields.unseenByTrial(empty, Set.of("pay"))).isEmpty();
        assertThat(fields.unseenByTrial(Applications.with(Map.of("pay", Applications.number(5))), Set.of()))
                .isEmpty();
    }

    @Test
    void aValueInAnyPrivateFieldProvesThatOursAreShown() {
        reasonsField = Optional.of("why");
        CustomField why = text("why", "all_applications", true);
        TargetFields fields = among(field("fit", "number"), why, hidden("pay", "all_applications"));

        assertThat(fields.mayHideOurs(Applications.with(Map.of()))).isTrue();
        assertThat(fields.mayHideOurs(
                        Applications.with(Map.of("why", CustomFieldEntry.UNSET, "fit", Applications.number(5)))))
                .as("a public value proves nothing")
                .isTrue();
        assertThat(fields.mayHideOurs(Applications.with(Map.of("pay", Applications.number(5)))))
                .isFalse();
        assertThat(among(hidden("fit", "all_applications"), why)
                        .mayHideOurs(Applications.with(Map.of("fit", Applications.number(5)))))
                .as("without reasons")
                .isFalse();
        reasonsField = Optional.empty();
        assertThat(among(field("fit", "number"), hidden("pay", "all_applications"))
                        .mayHideOurs(Applications.with(Map.of())))
                .as("only of others")
                .isFalse();
    }

    private static CustomField hidden(String key, String applicationType) {
        return new CustomField(1, key, "application", "number", applicationType, true, true);
    }

    @Test
    void aMissingOrArchivedFieldIsRefusedByItsKey() {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("other", "number")))
                .withMessageContaining("'fit'")
                .satisfies(e ->
                        assertThat(e.remedy()).startsWith("unarchive the field if it is archived; otherwise create"));
    }

    @Test
    void aRecreatedFieldIsRecognisedByItsSuffix() {
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fitness", "number"), field("fit_1", "number")))
                .withMessageContaining("'fit_1'")
                .satisfies(e -> assertThat(e.remedy()).isEqualTo("set score_field to fit_1"));
    }

    @Test
    void reasonsNeedATextField() {
        reasonsField = Optional.of("why");

        assertThat(among(field("fit", "number"), field("why", "short_text")).reasons())
                .contains("why");
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fit", "number"), field("why", "number")))
                .withMessageContaining("reasons_field");
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fit", "number")))
                .withMessageContaining("reasons_field")
                .satisfies(e -> assertThat(e.remedy()).startsWith("unarchive or create"));
    }

    @Test
    void reasonsOfProspectsOnlyAreRefused() {
        reasonsField = Optional.of("why");
        assertThatExceptionOfType(Unwritable.class)
                .isThrownBy(() -> among(field("fit", "number"), text("why", "prospect_applications", false)))
                .withMessageContaining("reasons_field")
                .withMessageContaining("prospects");
    }

    private static CustomField text(String key, String applicationType, boolean hidden) {
        return new CustomField(1, key, "application", "short_text", applicationType, true, hidden);
    }

    private TargetFields among(CustomField... definitions) {
        Organisation organisation = Organisation.empty("acme", Instant.EPOCH);
        return TargetFields.among(
                List.of(definitions), TestTenants.settings("acme", organisation, "fit", reasonsField, WriteMode.FULL));
    }

    private static CustomField field(String key, String type) {
        return new CustomField(1, key, "application", type, "candidate_applications", true, null);
    }
}
