package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.decision.seal.KeptFeatures.Decided;
import com.rocketmat.feature.FeatureLayout;
import com.rocketmat.feature.FeatureRow;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.FeatureValue.Numeric;
import com.rocketmat.feature.FeatureValue.Text;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ValuesWhenScoredTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NOTICE = "application.custom[notice]";
    private static final String SALARY = "application.custom[salary]";
    private static final String AGE = "application.age_days";

    private final Map<Long, Decided> asked = new HashMap<>();

    @Test
    void keptValuesReplaceTodaysAndAddNoFeature() {
        var values = new ValuesWhenScored(applications -> {
            asked.putAll(applications);
            return Map.of(1L, Map.of(NOTICE, FeatureValue.MISSING, "candidate.company", new Text("Plum")));
        });

        List<GatheredRow> rows = values.withKept(List.of(
                row(1, Map.of(NOTICE, new Text("hired!"), AGE, new Numeric(3))),
                row(2, Map.of(NOTICE, new Text("x")))));

        assertThat(rows.get(0).values()).isEqualTo(Map.of(NOTICE, FeatureValue.MISSING, AGE, new Numeric(3)));
        assertThat(rows.get(1).values()).isEqualTo(Map.of(NOTICE, new Text("x")));
        assertThat(asked).containsOnlyKeys(1L, 2L).containsEntry(1L, new Decided(7, START.plus(Duration.ofDays(10))));
    }

    @Test
    void longTextsAreReduced() {
        FeatureValue resume = new Text("because ".repeat(1_000));
        var values = new ValuesWhenScored(_ -> Map.of(1L, Map.of(NOTICE, resume)));

        assertThat(values.withKept(
                        List.of(row(1, Map.of(NOTICE, FeatureValue.MISSING)), row(2, Map.of(NOTICE, resume)))))
                .allSatisfy(row -> assertThat(row.values().get(NOTICE)).isSameAs(TrainingRows.LONG));
    }

    @Test
    void keptValuesAreNotRequestedForRowsWithoutValues() {
        var values = new ValuesWhenScored(applications -> {
            asked.putAll(applications);
            return Map.of();
        });

        assertThat(values.withKept(List.of(row(1, Map.of()), row(2, Map.of(NOTICE, new Text("x"))))))
                .hasSize(2);
        assertThat(asked).containsOnlyKeys(2L);
    }

    @Test
    void agesAreAlwaysTodays() {
        var values = new ValuesWhenScored(
                _ -> Map.of(1L, Map.of(AGE, new Numeric(9), "job.open_days", new Numeric(40), SALARY, new Numeric(1))));
        Map<String, FeatureValue> now =
                Map.of(AGE, new Numeric(0), "job.open_days", new Numeric(31), SALARY, new Numeric(2));

        List<GatheredRow> rows = values.withKept(List.of(row(1, now), row(2, now)));

        assertThat(rows.get(0).values())
                .isEqualTo(Map.of(AGE, new Numeric(0), "job.open_days", new Numeric(31), SALARY, new Numeric(1)));
        assertThat(rows.get(1).values()).isEqualTo(now);
    }

    @Test
    void fieldsThatOftenChangedAfterTheScoreAreNamed() {
        Map<Long, Map<String, FeatureValue>> kept = new HashMap<>();
        for (long id = 1; id <= 100; id++) {
            kept.put(id, Map.of(NOTICE, FeatureValue.MISSING, SALARY, new Numeric(1), AGE, new Numeric(id)));
        }
        var values = new ValuesWhenScored(_ -> kept);

        // in two pages
        values.withKept(rows(1, 50));
        values.withKept(rows(51, 100));

        assertThat(values.notes())
                .singleElement()
                .asString()
                .startsWith(NOTICE + " was changed after the first score in 6 of the 100 applications");
    }

    /** They depend on the time for which they are computed. */
    @Test
    void aComputedNumberIsNotAChangedField() {
        String years = "candidate.experience_years";
        var values = new ValuesWhenScored(times -> times.keySet().stream()
                .collect(Collectors.toMap(id -> id, _ -> Map.of(years, new Numeric(3), SALARY, new Numeric(1)))));

        values.withKept(LongStream.rangeClosed(1, 10)
                .mapToObj(id -> row(id, Map.of(years, new Numeric(4), SALARY, new Numeric(2))))
                .toList());

        assertThat(values.notes()).singleElement().asString().startsWith(SALARY + " was changed");
    }

    @Test
    void fieldsThatChangedInLessThanFivePercentOfTheRowsAreNotNamed() {
        var values = new ValuesWhenScored(times ->
                times.keySet().stream().collect(Collectors.toMap(id -> id, _ -> Map.of(NOTICE, FeatureValue.MISSING))));

        values.withKept(rows(1, 96));
        values.withKept(rows(201, 224));
        assertThat(values.notes()).hasSize(1);
        values.withKept(rows(225, 225));
        assertThat(values.notes()).isEmpty();
    }

    /** The notice of 6 rows changed since the score, and the salary of 4; ages always differ. */
    private static List<GatheredRow> rows(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> row(
                        id,
                        Map.of(
                                NOTICE,
                                id <= 6 ? new Text("hired!") : FeatureValue.MISSING,
                                SALARY,
                                new Numeric(id > 96 ? 2 : 1),
                                AGE,
                                new Numeric(0))))
                .toList();
    }

    private static GatheredRow row(long id, Map<String, FeatureValue> values) {
        FeatureRow row = new FeatureLayout(values.keySet()).row(values::get);
        return new GatheredRow(id, id, 7, START, START.plus(Duration.ofDays(10)), true, List.of(), row);
    }
}
