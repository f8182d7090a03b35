package com.rocketmat.training.fit;

import static com.rocketmat.model.Fixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.upload.Check;
import com.rocketmat.model.upload.UploadChecks;
import com.rocketmat.training.fit.FitOutcome.Fitted;
import com.rocketmat.training.fit.FitOutcome.Refused;
import com.rocketmat.training.fit.report.Auc;
import com.rocketmat.training.fit.report.Report;
import com.rocketmat.training.fit.report.Report.Comparison;
import com.rocketmat.training.fit.report.Report.Importance;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitTest {

    private static final FitSettings SETTINGS = new FitSettings("trained", List.of(), Optional.empty());
    private static final FitProgress UNTOLD = (_, _) -> {};
    private static final String YEARS = "candidate.experience_years";
    /** An application of the part to learn from. */
    private static final long MISTYPED = 303;

    @Test
    void findsAPlantedTruthThatOnlyTreesCanFollow() {
        PlantedHistory history = PlantedHistory.of(6000, 1);

        Report report = fitted(history).report();

        assertThat(report.method()).isEqualTo("trees");
        assertThat(report.settings())
                .matches("depth [234], leaves of at least (3|20), penalty (1|20), [1-9]\\d* trees");
        assertThat(report.model().auc().value()).isGreaterThanOrEqualTo(0.95 * history.auc());
        assertThat(report.headline()).startsWith("The model beats the baseline");
        Comparison baseline = report.comparisons().getFirst();
        assertThat(baseline.name()).isEqualTo("baseline");
        assertThat(baseline.quality().auc().value())
                .isLessThan(report.model().auc().value());
        assertThat(baseline.difference().low()).isPositive();
        assertThat(report.model().logLoss()).isLessThan(baseline.quality().logLoss());
        assertThat(report.model().calibration())
                .hasSize(10)
                .allSatisfy(decile -> assertThat(decile.observed()).isCloseTo(decile.predicted(), within(0.2)));
        assertThat(report.model().aucWithinJobs()).isBetween(0.5, 1.0);
        assertThat(report.features())
                .extracting(Importance::feature)
                .startsWith("candidate.experience_years")
                .doesNotContain("candidate.company");
        assertThat(report.leftOut()).extracting(LeftOut::what).contains("candidate.company");
        assertThat(report.parity()).isLessThan(1e-5);
    }

    @Test
    void splitsInTimeAndSaysSo() {
        Fitted fitted = fitted(PlantedHistory.of(3000, 2)
                .with(new TrainingColumn("candidate.discipline", TrainingColumn.Type.CATEGORY), (row, values) -> {
                    boolean late = row.decidedAt().isAfter(Instant.parse("2024-07-15T00:00:00Z"));
                    values.put(
                            "candidate.discipline",
                            new FeatureValue.Text(late ? "Late Art" : "Art " + row.applicationId() % 2));
                }));
        Report report = fitted.report();

        assertThat(new String(fitted.onnx(), StandardCharsets.ISO_8859_1))
                .as("what came after the part to learn from")
                .contains("Art 1")
                .doesNotContain("Late Art");
        assertThat(report.train().to()).isLessThan("2024-07-15");
        assertThat(report.train().rows() + report.tune().rows() + report.test().rows())
                .isLessThan(report.rows());
        assertThat(report.leftOut()).extracting(LeftOut::what).anyMatch(what -> what.endsWith(" rows"));
        assertThat(report.jobs()).isEqualTo(20);
        assertThat(report.candidates()).as("some applied again").isBetween(1_700, 2_100);
        assertThat(report.from()).isEqualTo(report.train().from());
        assertThat(LocalDate.parse(report.test().from()))
                .isAfterOrEqualTo(report.tune().to());
        assertThat(report.to()).isEqualTo(report.test().to());
    }

    @Test
    void givesTheSameBytesForTheSameRowsInAnyOrder() {
        Fitted once = fitted(PlantedHistory.of(2000, 3));
        Fitted again = fitted(PlantedHistory.of(2000, 3));
        Fitted shuffled = fitted(PlantedHistory.of(2000, 3).shuffled(99));

        assertThat(once.onnx()).isEqualTo(again.onnx()).isEqualTo(shuffled.onnx());
        assertThat(once.manifest()).isEqualTo(again.manifest()).isEqualTo(shuffled.manifest());
        assertThat(once.report()).isEqualTo(again.report()).isEqualTo(shuffled.report());
    }

    @Test
    void usesALogisticModelAloneForFewPositives() {
        Report report = fitted(PlantedHistory.of(3000, 4).atMost(299)).report();

        assertThat(report.method()).isEqualTo("logistic");
        assertThat(report.settings()).matches("penalty 10?0?");
        assertThat(report.positives()).isEqualTo(299);
        assertThat(report.notes())
                .contains("A logistic model only: trees need at least 300 positive rows, and there are 299.");
        assertThat(report.comparisons()).extracting(Comparison::name).containsExactly("constant");
        double share = (double) report.train().positives() / report.train().rows();
        int tested = report.test().rows();
        int hits = report.test().positives();
        assertThat(report.comparisons().getFirst().quality().logLoss())
                .isCloseTo(-(hits * Math.log(share) + (tested - hits) * Math.log(1 - share)) / tested, within(1e-9));
        assertThat(report.headline()).startsWith("The model beats chance");
        assertThat(report.parity()).isLessThan(1e-5);
    }

    @Test
    void saysFirstThatItDoesNotBeatTheBaseline() {
        Report report =
                fitted(PlantedHistory.of(3000, 5, PlantedHistory::straight)).report();

        assertThat(report.headline()).startsWith("The model does not beat the baseline, a logistic model,");
        assertThat(report.comparisons().getFirst().difference().low()).isLessThanOrEqualTo(0);
    }

    @ParameterizedTest
    @EnumSource
    void learnsFromASingleFeatureOfEitherType(TrainingColumn.Type type) {
        TrainingRows rows = rows(type, row -> {
            int value = row % 5 + (row % 3 == 0 ? 2 : 0);
            return type == TrainingColumn.Type.NUMBER ? number(value) : new FeatureValue.Text("Level " + value);
        });

        Fitted fitted = (Fitted) Fit.of(rows, SETTINGS, UNTOLD);

        assertThat(fitted.report().model().auc().value()).isBetween(0.75, 0.95);
        assertThat(fitted.report().parity()).isLessThan(1e-5);
        assertThat(Manifest.parse(fitted.manifest()).inputs()).hasSize(1);
    }

    /** The file must give what the trainer does, too. */
    @ParameterizedTest
    @ValueSource(doubles = {2e4, 1e300})
    void aMistypedNumberHardlyChangesAModel(double mistyped) {
        Report typed = fitted(straight().atMost(250)).report();
        Report report = fitted(straight().atMost(250).mistyped(MISTYPED, YEARS, mistyped))
                .report();

        assertThat(report.method()).isEqualTo("logistic");
        assertThat(report.model().auc().value()).isCloseTo(typed.model().auc().value(), within(0.01));
        assertThat(report.features().getFirst().feature()).isEqualTo(YEARS);
    }

    /** Trees hardly mind it, and would seem to beat a baseline that does. */
    @Test
    void aMistypedNumberDoesNotMakeTheBaselineWorse() {
        Comparison typed = fitted(straight()).report().comparisons().getFirst();
        Report report = fitted(straight().mistyped(MISTYPED, YEARS, 2e8)).report();

        assertThat(report.headline()).startsWith("The model does not beat the baseline");
        assertThat(report.comparisons().getFirst().quality().auc().value())
                .isCloseTo(typed.quality().auc().value(), within(0.01));
    }

    private static PlantedHistory straight() {
        return PlantedHistory.of(3000, 23, PlantedHistory::straight);
    }

    /** Otherwise the scores would be so near each other that a product of floats tells them apart only by its last digits. */
    @ParameterizedTest
    @ValueSource(doubles = {6e8, 6e12})
    void learnsFromASingleNumberDespiteAMistypedOne(double mistyped) {
        TrainingRows rows = rows(
                TrainingColumn.Type.NUMBER,
                row -> number(row == 50 ? mistyped : 60_000 + 5000 * (row % 5 + (row % 3 == 0 ? 2 : 0))));

        Fitted fitted = (Fitted) Fit.of(rows, SETTINGS, UNTOLD);

        assertThat(fitted.report().model().auc().value()).isBetween(0.75, 0.95);
    }

    /** Six hundred, of which each third is positive. */
    private static TrainingRows rows(TrainingColumn.Type type, IntFunction<FeatureValue> value) {
        String feature = "application.custom[level]";
        TrainingRows rows = new TrainingRows(List.of(new TrainingColumn(feature, type)));
        for (int row = 0; row < 600; row++) {
            Instant decided = Instant.EPOCH.plus(Duration.ofHours(row));
            rows.add(new TrainingRow(row, row, 7, decided, row % 3 == 0, Map.of(feature, value.apply(row))));
        }
        return rows;
    }

    @Test
    void refusesRowsWithoutAFeatureThatVaries() {
        TrainingRows rows = rows(TrainingColumn.Type.NUMBER, _ -> number(5));
        assertThat(((Refused) Fit.of(rows, SETTINGS, UNTOLD)).refusals()).containsExactly(Refusals.NO_FEATURES);
    }

    @Test
    void refusesAModelThatTheRowsToTuneOnContradict() {
        TrainingRows rows = rows(
                TrainingColumn.Type.NUMBER,
                row -> number(row % 5 + ((row % 3 == 0) != (row >= 360 && row < 480) ? 2 : 0)));

        FitOutcome outcome = Fit.of(rows, SETTINGS, UNTOLD);

        assertThat(((Refused) outcome).refusals())
                .singleElement()
                .asString()
                .matches(
                        "On the part to tune on, the model's scores do not rise with the outcomes \\(AUC 0\\.[0-4]\\d\\), .+: wait for .+");
    }

    /** Most rows are in the opposite order, though a few positive ones are so high that a line through all rises. */
    @Test
    void refusesAModelThatMostRowsToTuneOnContradict() {
        assertThat(refusalWithTuneRows(2.9, 3, row -> row % 30 == 0))
                .matches(
                        "On the part to tune on, the model's scores do not rise with the outcomes \\(AUC 0\\.1\\d\\), .+: wait for .+");
    }

    /** Most rows are in order, but a few negative ones are so high that a line through all falls. */
    @Test
    void refusesAModelWhoseScoresMakeNoProbabilities() {
        assertThat(refusalWithTuneRows(3, 2.9, row -> row % 30 == 1))
                .matches(
                        "On the part to tune on, the model's scores do not rise .+ \\(AUC 0\\.9\\d\\), .+ no probabilities .+: wait for .+");
    }

    /** Learns that positive rows have higher values. */
    private static String refusalWithTuneRows(double positive, double negative, IntPredicate far) {
        TrainingRows rows = rows(TrainingColumn.Type.NUMBER, row -> {
            boolean tune = row >= 360 && row < 480;
            double usual = row % 3 == 0 ? positive : negative;
            double learned = row % 5 + (row % 3 == 0 ? 2 : 0);
            return number(tune ? (far.test(row) ? 9 : usual) : learned);
        });
        return ((Refused) Fit.of(rows, SETTINGS, UNTOLD)).refusals().getFirst();
    }

    @Test
    void refusesLeaksByNameAndAllOfThem() {
        PlantedHistory history = PlantedHistory.of(2000, 7)
                .with(
                        new TrainingColumn("application.custom[offer]", TrainingColumn.Type.NUMBER),
                        (row, values) -> values.put(
                                "application.custom[offer]",
                                number(row.positive() ? 10 + row.applicationId() % 7 / 2.0 : 3)))
                .with(new TrainingColumn("application.custom[desk]", TrainingColumn.Type.CATEGORY), (row, values) -> {
                    if (row.positive() || row.applicationId() % 4 == 0) {
                        values.put(
                                "application.custom[desk]", new FeatureValue.Text("Desk " + row.applicationId() % 3));
                    }
                })
                .with(
                        new TrainingColumn("application.custom[team]", TrainingColumn.Type.CATEGORY),
                        (row, values) -> values.put(
                                "application.custom[team]", new FeatureValue.Text(row.positive() ? "Blue" : "None")));

        assertThat(refusals(history))
                .satisfiesExactly(
                        offer -> assertThat(offer).startsWith("application.custom[offer] alone predicts the outcome"),
                        desk -> assertThat(desk)
                                .startsWith("application.custom[desk] has a value in 100 % of the positive and 2"),
                        team -> assertThat(team).startsWith("application.custom[team] alone predicts the outcome"),
                        remedy -> assertThat(remedy)
                                .contains(
                                        "without=application.custom%5Boffer%5D,application.custom%5Bdesk%5D,application.custom%5Bteam%5D)"));
    }

    @Test
    void makesAFileThatPassesTheChecksOfAnUpload() {
        for (Fitted fitted : List.of(
                fitted(PlantedHistory.of(2000, 9)),
                fitted(PlantedHistory.of(2000, 9).atMost(150)))) {
            UploadedManifest uploaded = UploadedManifest.parse(fitted.manifest());

            List<Check> checks = Fixture.passed(fitted.onnx(), uploaded).checks();

            assertThat(checks).extracting(Check::toString).noneMatch(check -> check.contains("WARNING"));
        }
    }

    @ParameterizedTest
    @CsvSource({"-4.2, 2", "0, 0"})
    void theScoresThatAreWrittenRankTheRowsAsTheReportSays(double more, int decimals) {
        TrainingRows rows = PlantedHistory.of(10_000, 16, row -> PlantedHistory.straight(row) + more)
                .rows();

        Fitted fitted = (Fitted) Fit.of(rows, SETTINGS, UNTOLD);

        Manifest manifest = Manifest.parse(fitted.manifest());
        assertThat(manifest.score()).isEqualTo(new ScoreFormat(ScoreFormat.Scale.PERCENT, decimals));
        Table table = Table.of(rows);
        int[] test = Split.of(table).test();
        double[] written = Arrays.stream(new RuntimeScores(table, test).of(fitted.onnx(), manifest, Fixture.LIMIT))
                .map(score -> manifest.score().of(score / 100).doubleValue())
                .toArray();
        assertThat(Auc.of(written, table.positives(test)))
                .isCloseTo(fitted.report().model().auc().value(), within(0.005));
    }

    @Test
    void theFileIsAsFarFromTheTrainerAsItsFarthestRow() {
        assertThat(Fit.maxDistance(new double[] {50, 61, 30}, new double[] {0.5, 0.6, 0.3}))
                .isCloseTo(0.01, within(1e-12));
        assertThat(Fit.maxDistance(new double[] {Double.NaN, 60}, new double[] {0.5, 0.6}))
                .as("no score")
                .isNaN();
    }

    @Test
    void makesAModelWhoseScoresCanBeExplained() throws OrtException {
        Fitted fitted = fitted(PlantedHistory.of(3000, 10));
        UploadedManifest uploaded = UploadedManifest.parse(fitted.manifest());
        UploadChecks.Passed passed = Fixture.passed(fitted.onnx(), uploaded);
        List<Map<String, FeatureValue>> rows = List.of(Map.of(
                "candidate.experience_years",
                number(14),
                "application.referred",
                FeatureValue.flag(true),
                "candidate.title",
                new FeatureValue.Text("Driver"),
                "job.department_id",
                new FeatureValue.Identifier(4_000_000_001L)));

        try (OnnxModel model = OnnxModel.open(fitted.onnx(), uploaded.manifest())) {
            double[] scores = model.score(rows, Fixture.LIMIT);
            List<FeatureWeight> reasons = new Occlusion(model, uploaded.manifest(), passed.reference())
                    .reasons(rows, scores, Fixture.LIMIT)
                    .orElseThrow()
                    .getFirst();

            assertThat(scores[0]).isBetween(0.7, 1.0);
            assertThat(reasons).extracting(FeatureWeight::feature).contains("application.referred", "candidate.title");
        }
    }

    @Test
    void keepsNoTextOfFewPeople() {
        TrainingRows rows = PlantedHistory.of(2000, 11)
                .with(
                        new TrainingColumn("candidate.school", TrainingColumn.Type.CATEGORY),
                        (row, values) ->
                                values.put("candidate.school", new FeatureValue.Text("School " + row.jobId() % 4)))
                .rows();
        for (int row = 0; row < 60; row++) {
            int people = List.of(1, 4, 5).get(row % 3);
            rows.add(new TrainingRow(
                    10_000 + row,
                    10 * people + row / 3 % people,
                    7000,
                    Instant.EPOCH.plusSeconds(row),
                    row % 2 == 0,
                    Map.of("candidate.school", new FeatureValue.Text("School of " + people))));
        }

        Fitted fitted = (Fitted) Fit.of(rows, SETTINGS, UNTOLD);

        String file = new String(fitted.onnx(), StandardCharsets.ISO_8859_1);
        assertThat(file).contains("School of 5").doesNotContain("School of 1", "School of 4", "Only ");
        assertThat(fitted.manifest()).doesNotContain("School of 1", "School of 4", "Only ");
    }

    @Test
    void comparesWithTheActiveVersionOnTheSameRows() {
        Fitted active = fitted(PlantedHistory.of(2000, 12).atMost(150));

        Report report = beside(
                active.manifest(), active.onnx(), PlantedHistory.of(3000, 13).rows());

        assertThat(report.comparisons()).extracting(Comparison::name).containsExactly("baseline", "v1");
        Comparison comparison = report.comparisons().getLast();
        assertThat(comparison.quality().auc().value()).isBetween(0.6, 0.9);
        assertThat(comparison.quality().logLoss()).isPositive();
        assertThat(comparison.difference().low())
                .isLessThan(comparison.difference().value())
                .isPositive();
    }

    @Test
    void comparesWithATrainedVersionAlsoOnTextsThatAreNoCategories() {
        Fitted active = fitted(PlantedHistory.of(2000, 12).atMost(150));
        TrainingRows rows = PlantedHistory.of(2000, 13).atMost(200).rows();
        List.of("Growth Marketer 🚀", "🚀🚀", "x".repeat(201)).forEach(title -> rows.add(titled(title)));

        Report report = beside(active.manifest(), active.onnx(), rows);

        assertThat(report.comparisons()).extracting(Comparison::name).containsExactly("constant", "v1");
    }

    @Test
    void aTextWithAnEmojiIsACategory() {
        Fitted fitted = fitted(PlantedHistory.of(2000, 17)
                .atMost(150)
                .with(
                        new TrainingColumn("candidate.school", TrainingColumn.Type.CATEGORY),
                        (row, values) -> values.put(
                                "candidate.school",
                                new FeatureValue.Text(
                                        row.positive() && row.applicationId() % 2 == 0 ? "Rocket 🚀" : "Base"))));

        assertThat(new String(fitted.onnx(), StandardCharsets.UTF_8)).contains("Rocket \uFFFD");
    }

    @Test
    void ofTextsThatAreAllRareItLearnsWhetherThereIsOne() {
        Fitted fitted = fitted(PlantedHistory.of(2000, 17)
                .atMost(150)
                .with(new TrainingColumn("candidate.school", TrainingColumn.Type.CATEGORY), (row, values) -> {
                    if (row.positive() || row.applicationId() % 5 > 0) {
                        values.put("candidate.school", new FeatureValue.Text("School " + row.applicationId()));
                    }
                }));

        assertThat(fitted.report().features()).extracting(Importance::feature).contains("candidate.school");
        assertThat(fitted.report().parity()).isLessThan(1e-5);
        assertThat(Fixture.passed(fitted.onnx(), UploadedManifest.parse(fitted.manifest()))
                        .checks())
                .isNotEmpty();
    }

    @Test
    void saysWhyItDoesNotCompareWithAnotherVersionOnLongTexts() {
        TrainingRows rows = PlantedHistory.of(2000, 14).atMost(200).rows();
        rows.add(titled("x".repeat(201)));

        Report report = beside(Fixture.manifest("'candidate.title'", "{'name':'y'}", ""), new byte[0], rows);

        assertThat(report.notes())
                .contains(
                        "Not compared with the active version v1: it reads long texts in candidate.title, which a training does not keep.");
    }

    @Test
    void followsAColumnWithNumbersNearTheLargest() {
        Random random = new Random(1);
        Fitted fitted = fitted(PlantedHistory.of(3000, 18)
                .with(new TrainingColumn("application.custom[pay]", TrainingColumn.Type.NUMBER), (row, values) -> {
                    // whether it is missing tells something, so that trees split its numbers from none
                    if (random.nextDouble() > (row.positive() ? 0.15 : 0.4)) {
                        double pay = row.applicationId() % 100 == 0 ? 3e38 : 50_000 + random.nextGaussian();
                        values.put("application.custom[pay]", number(pay));
                    }
                }));

        assertThat(fitted.report().method()).isEqualTo("trees");
        assertThat(fitted.report().parity()).isLessThan(1e-5);
        assertThat(Fixture.passed(fitted.onnx(), UploadedManifest.parse(fitted.manifest()))
                        .checks())
                .isNotEmpty();
    }

    @Test
    void saysWhyItDoesNotCompareWithAnActiveVersionOfOtherFeatures() {
        Report report = beside(
                Fixture.manifest("'candidate.tags'", "{'name':'y'}", ""),
                new byte[0],
                PlantedHistory.of(2000, 14).atMost(200).rows());

        assertThat(report.notes())
                .contains(
                        "Not compared with the active version v1: it needs candidate.tags, which is not among the columns.");
    }

    @Test
    void tellsHowFarItIs() {
        List<String> told = new ArrayList<>();
        List<Double> shares = new ArrayList<>();

        // the fewest for trees, which take more steps
        Fit.of(PlantedHistory.of(1500, 15).atMost(300).rows(), SETTINGS, (phase, share) -> {
            told.add(phase + " " + share);
            shares.add(share);
        });

        assertThat(told).startsWith("FITTING 0.0").contains("EXAMINING 0.0").hasSizeGreaterThan(15);
        assertThat(shares).allSatisfy(share -> assertThat(share).isBetween(0.0, 0.95));
    }

    private static Fitted fitted(PlantedHistory history) {
        FitOutcome outcome = Fit.of(history.rows(), SETTINGS, UNTOLD);
        assertThat(outcome).isInstanceOf(Fitted.class);
        return (Fitted) outcome;
    }

    private static Report beside(String manifest, byte[] active, TrainingRows rows) {
        Optional<ActiveVersion> version = Optional.of(new ActiveVersion("v1", manifest, active));
        return ((Fitted) Fit.of(rows, new FitSettings("trained", List.of(), version), UNTOLD)).report();
    }

    private static TrainingRow titled(String title) {
        return new TrainingRow(
                90_000 + title.length(),
                title.length(),
                7,
                Instant.parse("2026-01-01T00:00:00Z"),
                false,
                Map.of("candidate.title", new FeatureValue.Text(title)));
    }

    private static List<String> refusals(PlantedHistory history) {
        FitOutcome outcome = Fit.of(history.rows(), SETTINGS, UNTOLD);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).refusals();
    }
}
