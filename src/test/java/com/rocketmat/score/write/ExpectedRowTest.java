package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.UPDATED;
import static com.rocketmat.score.Applications.entry;
import static com.rocketmat.score.Applications.number;
import static com.rocketmat.score.Applications.text;
import static com.rocketmat.score.Applications.updated;
import static com.rocketmat.score.Applications.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.score.ScoreField;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedRowTest {

    private static final TargetFields FIELDS = new TargetFields(
            new ScoreField("rocketmat", true),
            Optional.of("why"),
            Set.of("rocketmat", "why", "notice", "pay"),
            Set.of());
    static final WriteTarget TARGET = target(WriteMode.FULL);

    @Test
    void ourFieldsAndNewValuesAreNoDamage() {
        assertThat(damaged(Map.of("why", text(null)), Map.of("why", text("+1 a"), "notice", text("added since"))))
                .isEmpty();
    }

    @Test
    void aLostValueIsDamage() {
        ExpectedRow sent = sent(WriteMode.MERGE, Map.of("notice", text("x")));

        for (Application row : List.of(with(Map.of()), with(Map.of("notice", text(null))))) {
            assertThat(sent.damaged(row, FIELDS)).containsExactly("notice");
            assertThat(sent.mayBeOfOthers(List.of("notice"), row, FIELDS)).isFalse();
        }
    }

    @Test
    void anotherValueIsAPersonsUnlessTheFieldWasSent() throws Exception {
        Map<String, CustomFieldEntry> before = Map.of("pay", read("currency", "{\"amount\":5,\"unit\":\"EUR\"}"));
        Application row = with(Map.of("pay", read("currency", "{\"amount\":6,\"unit\":\"EUR\"}")));

        assertThat(sent(WriteMode.MERGE, before).damaged(row, FIELDS)).isEmpty();
        assertThat(sent(WriteMode.FULL, before).damaged(row, FIELDS)).containsExactly("pay");
        assertThat(sent(WriteMode.FULL, before).mayBeOfOthers(List.of("pay"), row, FIELDS))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"single_select | \"A\" | \"A plus\"", "multi_select | [\"A\",\"B\"] | [\"A plus\",\"B\"]"})
    void aRenamedOptionIsNoDamageAndADeletedOneMayExplainAnEmptyField(String type, String before, String after)
            throws Exception {
        ExpectedRow sent = sent(Map.of("pay", read(type, before), "notice", text("x")));
        Application unset = with(Map.of("pay", read(type, "null")));

        assertThat(damaged(Map.of("pay", read(type, before)), Map.of("pay", read(type, after))))
                .isEmpty();
        assertThat(sent.mayBeOfOthers(List.of("pay"), unset, FIELDS)).isTrue();
        assertThat(sent.mayBeOfOthers(List.of("pay", "notice"), unset, FIELDS)).isFalse();
    }

    @Test
    void anUndamagedRowProvesNothingAboutFieldsThatItDidNotHave() {
        Map<String, CustomFieldEntry> notice = Map.of("notice", text("x"));

        assertThat(sent(WriteMode.FULL, notice).wouldShowDamageOf("notice")).isTrue();
        assertThat(sent(WriteMode.FULL, notice).wouldShowDamageOf("pay")).isFalse();
        assertThat(sent(WriteMode.MERGE, notice).wouldShowDamageOf("pay")).isTrue();
        assertThat(sent(WriteMode.MERGE, Map.of()).wouldShowDamageOf("pay")).isFalse();
    }

    @Test
    void aRowMayHaveChangedSinceAPatchUnlessUpdatedAtSaysOtherwise() {
        assertThat(ExpectedRow.mayBeChangedSince(UPDATED, updated(UPDATED.plusSeconds(60), Map.of())))
                .isTrue();
        assertThat(ExpectedRow.mayBeChangedSince(UPDATED, updated(null, Map.of())))
                .as("v1 has no such time")
                .isTrue();
        assertThat(ExpectedRow.mayBeChangedSince(UPDATED, updated(UPDATED.plus(ExpectedRow.CLOCK_ERROR), Map.of())))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number       | \"10000.0\"                     | 10000",
                "number       | 12.50                           | 12.5",
                "currency     | {\"amount\":\"5.0\",\"unit\":\"EUR\"} | {\"currency_code\":\"EUR\",\"amount\":5}",
                "user         | {\"user_id\":7,\"name\":\"A\"}  | {\"user_id\":7,\"name\":\"A B\"}"
            })
    void spellingsOfAValueAreEqual(String type, String before, String after) throws Exception {
        assertThat(damaged(Map.of("pay", read(type, before)), Map.of("pay", read(type, after))))
                .isEmpty();
    }

    /** For the doctor's trial; here another option is no damage. */
    @Test
    void theOrderOfOptionsDoesNotMatter() throws Exception {
        assertThat(hashes("[\"A\",\"B\"]")).isEqualTo(hashes("[\"B\",\"A\"]")).isNotEqualTo(hashes("[\"A\"]"));
    }

    private static Map<String, Integer> hashes(String options) throws Exception {
        return ExpectedRow.hashes(with(Map.of("pay", read("multi_select", options))), _ -> true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"1E600000000\"", "\"1E-600000000\"", "1E600000000", "{\"amount\":1E600000000,\"unit\":\"EUR\"}"
            })
    @Timeout(10)
    @Tag("finding-A11")
    void extremeNumbersAreComparedAsText(String value) throws Exception {
        CustomFieldEntry pay = read(value.startsWith("{") ? "currency" : "number", value);

        assertThat(damaged(Map.of("pay", pay), Map.of("pay", pay))).isEmpty();
        assertThat(damaged(Map.of("pay", pay), Map.of("pay", number(5)))).containsExactly("pay");
    }

    @Test
    void aFieldThatMayHaveBecomeHiddenMayExplainItsMissingValue() {
        TargetFields hidden = new TargetFields(FIELDS.score(), FIELDS.reasons(), FIELDS.active(), Set.of("notice"));
        ExpectedRow sent = sent(Map.of("notice", text("x"), "pay", text("y")));
        Application unseen = with(Map.of());
        Application emptied = with(Map.of("notice", text(null)));

        assertThat(sent.mayBeOfOthers(List.of("notice"), unseen, hidden)).isTrue();
        assertThat(sent.mayBeOfOthers(List.of("notice"), emptied, hidden)).isFalse();
        assertThat(sent.mayBeOfOthers(List.of("notice"), unseen, FIELDS)).isFalse();
        assertThat(sent.mayBeOfOthers(List.of("notice", "pay"), unseen, hidden)).isFalse();
    }

    @Test
    void fieldsThatWereArchivedSinceOrAreOrWereOursAreNoDamage() {
        TargetFields archived = new TargetFields(FIELDS.score(), FIELDS.reasons(), Set.of(), Set.of());
        TargetFields reasonsInNotice =
                new TargetFields(FIELDS.score(), Optional.of("notice"), FIELDS.active(), Set.of());
        TargetFields withoutReasons = new TargetFields(FIELDS.score(), Optional.empty(), FIELDS.active(), Set.of());

        assertThat(sent(Map.of("notice", text("x"))).damaged(with(Map.of()), archived))
                .isEmpty();
        assertThat(sent(Map.of("notice", text("x"))).damaged(with(Map.of()), reasonsInNotice))
                .isEmpty();
        assertThat(sent(Map.of("why", text("+3 b"))).damaged(with(Map.of("why", text("+1 a"))), withoutReasons))
                .isEmpty();
    }

    private static CustomFieldEntry read(String type, String json) throws Exception {
        return entry(type, JsonMapper.builder().build().readTree(json));
    }

    private static WriteTarget target(WriteMode mode) {
        return new WriteTarget(
                TestTenants.settings(
                        new TenantId("acme"),
                        Map.of(
                                "harvest_client_id", "id",
                                "harvest_client_secret", "secret",
                                "write_mode", mode.name().toLowerCase(Locale.ROOT))),
                null,
                FIELDS,
                WriteProofs.Proof.NONE);
    }

    private static List<String> damaged(Map<String, CustomFieldEntry> before, Map<String, CustomFieldEntry> after) {
        return sent(before).damaged(with(after), FIELDS);
    }

    static ExpectedRow sent(Map<String, CustomFieldEntry> before) {
        return sent(WriteMode.FULL, before);
    }

    private static ExpectedRow sent(WriteMode mode, Map<String, CustomFieldEntry> before) {
        return ExpectedRow.of(new BigDecimal("71"), with(before), target(mode), UPDATED);
    }
}
