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
import com.rocketmat.score.write.ExpectedRow.Sight;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    static final WriteTarget TARGET = target(Optional.empty(), FIELDS);

    @Test
    void aRowWithOurScoreAndTheOthersAsTheyWereIsWhole() {
        assertThat(sight(Map.of("notice", text("x")), Map.of("rocketmat", number(71), "notice", text("x"))))
                .isEqualTo(new Sight.Whole());
    }

    @Test
    void whatIsOursOrNewIsNoDamage() {
        assertThat(sight(
                        Map.of("why", text(null)),
                        Map.of("rocketmat", number(71), "why", text("+1 a"), "notice", text("added since"))))
                .isEqualTo(new Sight.Whole());
    }

    @Test
    void aRowWithoutOurScoreIsNotShownYet() {
        assertThat(sight(Map.of("notice", text("x")), Map.of("notice", text("x"))))
                .isEqualTo(new Sight.NotYet());
    }

    @Test
    void anotherScoreOrNoRowProvesNothing() {
        assertThat(sight(Map.of(), Map.of("rocketmat", number(99)))).isEqualTo(new Sight.Unclear());
        assertThat(sent(Map.of()).in(null, TARGET)).isEqualTo(new Sight.Unclear());
    }

    @Test
    void aValueThatWentAwayWithOurPatchIsDamage() throws Exception {
        assertThat(sight(Map.of("notice", text("x")), Map.of("rocketmat", number(71))))
                .isEqualTo(new Sight.Damaged("notice", false));
        assertThat(sight(Map.of("notice", text("x")), Map.of("rocketmat", number(71), "notice", text(null))))
                .isEqualTo(new Sight.Damaged("notice", false));
        assertThat(sight(
                        Map.of("pay", read("currency", "{\"amount\":5,\"unit\":\"EUR\"}")),
                        Map.of("rocketmat", number(71), "pay", read("currency", "{\"amount\":6,\"unit\":\"EUR\"}"))))
                .isEqualTo(new Sight.Damaged("pay", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"single_select | \"A\" | \"A plus\"", "multi_select | [\"A\",\"B\"] | [\"A plus\",\"B\"]"})
    void anOptionThatWasRenamedIsNoDamageAndADeletedOneLooksLikeDamageOfItsFieldAlone(
            String type, String before, String after) throws Exception {
        Map<String, CustomFieldEntry> chosen = Map.of("pay", read(type, before));

        assertThat(sight(chosen, Map.of("rocketmat", number(71), "pay", read(type, after))))
                .isEqualTo(new Sight.Whole());
        assertThat(sight(chosen, Map.of("rocketmat", number(71), "pay", read(type, "null"))))
                .isEqualTo(new Sight.Damaged("pay", true));
        assertThat(sight(Map.of("pay", read(type, before), "notice", text("x")), Map.of("rocketmat", number(71))))
                .asInstanceOf(InstanceOfAssertFactories.type(Sight.Damaged.class))
                .returns(false, Sight.Damaged::orOption);
    }

    @Test
    void aValueThatSomebodyChangedAfterOurPatchIsNone() {
        Map<String, CustomFieldEntry> changed = Map.of("rocketmat", number(71), "notice", text("y"));

        assertThat(sent(Map.of("notice", text("x"))).in(updated(UPDATED.plusSeconds(60), changed), TARGET))
                .isEqualTo(new Sight.Unclear());
        assertThat(sent(Map.of("notice", text("x"))).in(updated(null, changed), TARGET))
                .as("v1 does not tell when")
                .isEqualTo(new Sight.Unclear());
    }

    @Test
    void aChangeThatIsNoLaterThanOurPatchAsFarAsCanBeToldIsDamage() {
        Map<String, CustomFieldEntry> changed = Map.of("rocketmat", number(71), "notice", text("y"));

        assertThat(sent(Map.of("notice", text("x"))).in(updated(UPDATED.plus(ExpectedRow.UNSURE), changed), TARGET))
                .isEqualTo(new Sight.Damaged("notice", false));
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
    void theSameValueInAnotherSpellingIsTheSame(String type, String before, String after) throws Exception {
        assertThat(sight(Map.of("pay", read(type, before)), Map.of("rocketmat", number(71), "pay", read(type, after))))
                .isEqualTo(new Sight.Whole());
    }

    /** Here any other option would be no damage; the doctor's trial compares them too. */
    @Test
    void optionsInAnotherOrderAreTheSame() throws Exception {
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
    void whatNobodyWouldTypeIsComparedAsItStands(String value) throws Exception {
        CustomFieldEntry pay = read(value.startsWith("{") ? "currency" : "number", value);

        assertThat(sight(Map.of("pay", pay), Map.of("rocketmat", number(71), "pay", pay)))
                .isEqualTo(new Sight.Whole());
        assertThat(sight(Map.of("pay", pay), Map.of("rocketmat", number(71), "pay", number(5))))
                .isEqualTo(new Sight.Damaged("pay", false));
    }

    @Test
    void whatAnotherUserDoesNotSeeIsNoDamage() {
        WriteTarget another = target(Optional.of(7L), FIELDS);

        assertThat(sent(Map.of("notice", text("x"))).in(with(new HashMap<>(Map.of("rocketmat", number(71)))), another))
                .isEqualTo(new Sight.Unclear());
    }

    @Test
    void whatMayHaveGoneOutOfSightSinceLooksLikeDamageOfItsFieldsAlone() {
        TargetFields hidden = new TargetFields(FIELDS.score(), FIELDS.reasons(), FIELDS.active(), Set.of("notice"));
        ExpectedRow sent = sent(Map.of("notice", text("x")));
        Application unseen = with(Map.of("rocketmat", number(71)));
        Application emptied = with(Map.of("rocketmat", number(71), "notice", text(null)));

        assertThat(sent.in(unseen, TARGET, hidden)).isEqualTo(new Sight.Damaged("notice", true));
        assertThat(sent.in(emptied, TARGET, hidden)).isEqualTo(new Sight.Damaged("notice", false));
        assertThat(sent.in(unseen, TARGET, FIELDS)).isEqualTo(new Sight.Damaged("notice", false));
        assertThat(sent(Map.of("notice", text("x"), "pay", text("y"))).in(unseen, TARGET, hidden))
                .isEqualTo(new Sight.Damaged("pay", false));
    }

    @Test
    void whatWasArchivedSinceIsNoDamage() {
        TargetFields archived = new TargetFields(FIELDS.score(), FIELDS.reasons(), Set.of(), Set.of());
        Application without = with(Map.of("rocketmat", number(71)));

        assertThat(sent(Map.of("notice", text("x"))).in(without, TARGET, archived))
                .isEqualTo(new Sight.Whole());
    }

    @Test
    void whatIsOursSinceIsNoDamage() {
        TargetFields since =
                new TargetFields(new ScoreField("rocketmat", true), Optional.of("notice"), Set.of(), Set.of());

        assertThat(sent(Map.of("notice", text("x")))
                        .in(with(new HashMap<>(Map.of("rocketmat", number(71)))), target(Optional.empty(), since)))
                .isEqualTo(new Sight.Whole());
    }

    @Test
    void whatIsNoLongerOursIsNoDamage() {
        TargetFields withoutReasons = new TargetFields(FIELDS.score(), Optional.empty(), FIELDS.active(), Set.of());
        Application row = with(Map.of("rocketmat", number(71), "why", text("+1 a")));

        assertThat(sent(Map.of("why", text("+3 b"))).in(row, target(Optional.empty(), withoutReasons)))
                .isEqualTo(new Sight.Whole());
    }

    private static CustomFieldEntry read(String type, String json) throws Exception {
        return entry(type, JsonMapper.builder().build().readTree(json));
    }

    private static WriteTarget target(Optional<Long> user, TargetFields fields) {
        Credential credential = new Credential.OAuthClient(new Secret("id"), new Secret("secret"));
        return new WriteTarget(TestTenants.settings("acme", credential, user), null, fields);
    }

    private static Sight sight(Map<String, CustomFieldEntry> before, Map<String, CustomFieldEntry> after) {
        return sent(before).in(with(new HashMap<>(after)), TARGET);
    }

    static ExpectedRow sent(Map<String, CustomFieldEntry> before) {
        return ExpectedRow.of(new BigDecimal("71"), with(before), TARGET, UPDATED);
    }
}
